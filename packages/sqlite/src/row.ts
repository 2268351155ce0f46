import type { Channel, EntryState, InboxEntry, StoredEntry } from '@wehook/core/storage'
import { openedError, openedText, textName } from '@wehook/storage'
import type { StorageContext } from './context.js'

/** A row of `entries`, and its text. */
export interface EntryRow {
  readonly seq: number
  readonly id: string
  readonly component_app_id: string
  readonly channel: Channel
  readonly info_type: string
  readonly appid: string | null
  readonly traceparent: string | null
  readonly received_at: number
  readonly state: EntryState
  readonly attempts: number
  readonly due_at: number | null
  readonly settled_at: number | null
  readonly last_error: string | null
  readonly xml: string | null
}

export const entryColumns = `seq, id, component_app_id, channel, info_type, appid, traceparent, received_at, state, attempts, due_at,
  settled_at, last_error, xml FROM entries LEFT JOIN texts USING (seq)`

export function toStoredEntry({ codec }: StorageContext, row: EntryRow): StoredEntry {
  const xml = row.xml === null ? undefined : openedText(codec, row.xml, textName(row.id))
  return {
    id: row.id,
    componentAppId: row.component_app_id,
    receivedAt: row.received_at,
    infoType: row.info_type,
    state: row.state,
    attempts: row.attempts,
    ...optionalFields(row),
    ...(row.state === 'pending' && row.due_at !== null && { dueAt: row.due_at }),
    ...(row.settled_at !== null && { settledAt: row.settled_at }),
    ...(row.last_error !== null && { lastError: openedError(codec, row.last_error, row.id) }),
    ...(xml !== undefined && { xml }),
  }
}

/** The optional fields of an entry; the channel `authorization` is left out. */
export function optionalFields({
  channel,
  appid,
  traceparent,
}: Pick<EntryRow, 'channel' | 'appid' | 'traceparent'>): Partial<InboxEntry> {
  return {
    ...(channel !== 'authorization' && { channel }),
    ...(appid !== null && { appid }),
    ...(traceparent !== null && { traceparent }),
  }
}
