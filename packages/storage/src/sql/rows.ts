import type { Channel, EntryState, FailedAttempt, InboxEntry, StoredEntry } from '@wehook/core/storage'
import { openedError, openedText, textName } from '../text-codec.js'
import type { SqlContext } from './context.js'
import type { ClaimRow } from './dialect.js'
import { fromIdColumn, toText } from './keys.js'
import type { SqlRow } from './port.js'

/** Numbers in the column `state`. They are stored, so they never change. */
export const stateNumbers = { pending: 0, unhandled: 1, dead: 2, handled: 3, discarded: 4 } as const satisfies Record<
  EntryState,
  number
>
/** Numbers in the column `channel`. */
export const channelNumbers = { authorization: 0, message: 1 } as const satisfies Record<Channel, number>

const states = Object.fromEntries(Object.entries(stateNumbers).map(([state, n]) => [n, state as EntryState]))

/** The columns of an entry that an operator sees. */
export const entryColumns =
  'seq, k, id, channel, component_app_id, info_type, appid, traceparent, received_at, state, attempts, due_at, settled_at, last_error, failures, xml'

export function toStoredEntry({ codec }: SqlContext, row: SqlRow): StoredEntry {
  const id = fromIdColumn(row['k'] as Uint8Array, row['id'] as Uint8Array | null)
  const text = optionalText(row['xml'])
  const xml = text === undefined ? undefined : openedText(codec, text, textName(id))
  const lastError = optionalText(row['last_error'])
  const state = states[row['state'] as number] ?? 'pending'
  return {
    id,
    componentAppId: toText(row['component_app_id'] as Uint8Array),
    receivedAt: row['received_at'] as number,
    infoType: toText(row['info_type'] as Uint8Array),
    state,
    attempts: row['attempts'] as number,
    ...optionalFields(row),
    ...(state === 'pending' && row['due_at'] !== null && { dueAt: row['due_at'] as number }),
    ...(row['settled_at'] !== null && { settledAt: row['settled_at'] as number }),
    ...(lastError !== undefined && { lastError: openedError(codec, lastError, id) }),
    ...(xml !== undefined && { xml }),
  }
}

/** Their errors are as stored: encrypted where there is a seal key. */
export function toFailures(value: SqlRow[string] | undefined): readonly FailedAttempt[] {
  const text = optionalText(value)
  return text === undefined ? [] : (JSON.parse(text) as readonly FailedAttempt[])
}

/** Everything that `deliver` gets except the text. */
export function toEntryFields(claim: ClaimRow): Omit<InboxEntry, 'xml'> {
  return {
    id: fromIdColumn(claim.key, claim.id),
    componentAppId: toText(claim.componentAppId),
    receivedAt: claim.receivedAt,
    ...optionalFields({ channel: claim.channel, appid: claim.appid, traceparent: claim.traceparent }),
  }
}

/** The optional fields of an entry; the channel `authorization` is left out. */
function optionalFields(row: SqlRow): Partial<InboxEntry> {
  const appid = optionalText(row['appid'])
  const traceparent = optionalText(row['traceparent'])
  return {
    ...(row['channel'] === channelNumbers.message && { channel: 'message' as const }),
    ...(appid !== undefined && { appid }),
    ...(traceparent !== undefined && { traceparent }),
  }
}

function optionalText(value: SqlRow[string] | undefined): string | undefined {
  return value instanceof Uint8Array ? toText(value) : undefined
}
