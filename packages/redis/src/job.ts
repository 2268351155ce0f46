import type { StoredEntry } from '@wehook/core'
import type { Channel, InboxEntry, Sealer } from '@wehook/core/storage'
import type { Job } from 'bullmq'
import { attemptsOf, dueAtOf } from './attempts.js'

/** What BullMQ keeps of an entry: the job's id is the entry's, its name the InfoType. */
export interface JobData {
  /** Made by each `put`: whose nonce is found in the stored job has stored it, every other one is a duplicate. */
  readonly nonce: string
  readonly componentAppId: string
  readonly receivedAt: number
  /** Sealed if there is a key; absent once dropped. */
  readonly xml?: string
  readonly channel?: Channel
  readonly appid?: string
  readonly traceparent?: string
}

export type EntryJob = Job<JobData, 'handled', string>

/** The reason by which an entry that no handler took stands among BullMQ's failed jobs. */
export const unhandledReason = 'unhandled: no handler takes this event'

/** The reason by which a discarded entry stands among BullMQ's failed jobs. */
export const discardedReason = 'discarded: given up by an operator'

const sealName = (id: string) => `inbox:${id}`

export function sealXml(sealer: Sealer, id: string, xml: string): string {
  return sealer.seal(xml, sealName(id))
}

/** Undefined once the text was dropped. */
export function openXml(sealer: Sealer, job: EntryJob): string | undefined {
  const { id, data } = job
  return id === undefined || data.xml === undefined ? undefined : sealer.open(data.xml, sealName(id))
}

/** As {@link openXml}, and undefined as well where no key opens it: such an entry can still be listed and requeued. */
export function openedXml(sealer: Sealer, job: EntryJob): string | undefined {
  try {
    return openXml(sealer, job)
  } catch {
    return undefined
  }
}

export function toEntry({ id = '', data }: EntryJob, xml = ''): InboxEntry {
  const { componentAppId, receivedAt } = data
  return { id, componentAppId, receivedAt, xml, ...optionalFields(data) }
}

/** What an entry may lack; the channel `authorization` counts as lacking. */
export function optionalFields({ channel, appid, traceparent }: Partial<InboxEntry>): Partial<InboxEntry> {
  return {
    ...(channel === 'message' && { channel }),
    ...(appid !== undefined && { appid }),
    ...(traceparent !== undefined && { traceparent }),
  }
}

export function stateOf({ finishedOn, returnvalue, failedReason }: EntryJob): StoredEntry['state'] {
  if (!finishedOn) return 'pending'
  if (returnvalue) return 'handled'
  if (failedReason === discardedReason) return 'discarded'
  return failedReason === unhandledReason ? 'unhandled' : 'dead'
}

export function toStoredEntry(sealer: Sealer, job: EntryJob): StoredEntry {
  const { id = '', name, data, finishedOn } = job
  const state = stateOf(job)
  const xml = openedXml(sealer, job)
  const isReason = state !== 'unhandled' && state !== 'discarded'
  const lastError = (isReason && job.failedReason) || undefined
  return {
    id,
    componentAppId: data.componentAppId,
    receivedAt: data.receivedAt,
    state,
    infoType: name,
    attempts: attemptsOf(job),
    ...optionalFields(data),
    ...(state === 'pending' ? { dueAt: dueAtOf(job) } : finishedOn && { settledAt: finishedOn }),
    ...(lastError !== undefined && { lastError }),
    ...(xml !== undefined && { xml }),
  }
}
