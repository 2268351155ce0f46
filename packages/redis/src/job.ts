import type { InboxEntry, Sealer, StoredEntry } from '@wehook/core'
import type { Job } from 'bullmq'

/** What BullMQ keeps of an entry: the job's id is the entry's, its name the InfoType. */
export interface JobData {
  /** Made by each `put`: whose nonce is found in the stored job has stored it, every other one is a duplicate. */
  readonly nonce: string
  readonly componentAppId: string
  readonly receivedAt: number
  /** Sealed if there is a key; absent once dropped. */
  readonly xml?: string
}

export type EntryJob = Job<JobData, 'handled', string>

/** The reason by which an entry that no handler took stands among BullMQ's failed jobs. */
export const unhandledReason = 'unhandled: no handler takes this event'

/** The reason of an entry that died because its process died or stalled in each attempt, so that none of them failed. */
export const killedReason = 'the process died or stalled during the last attempt'

const sealName = (id: string) => `inbox:${id}`

export function sealXml(sealer: Sealer, id: string, xml: string): string {
  return sealer.seal(xml, sealName(id))
}

/** Undefined once the text was dropped. */
export function openXml(sealer: Sealer, job: EntryJob): string | undefined {
  const { id, data } = job
  return id === undefined || data.xml === undefined ? undefined : sealer.open(data.xml, sealName(id))
}

export function toEntry(sealer: Sealer, job: EntryJob): InboxEntry {
  const { id = '', data } = job
  const { componentAppId, receivedAt } = data
  return { id, componentAppId, receivedAt, xml: openXml(sealer, job) ?? '' }
}

/** Attempts in which the entry was delivered: the start at which it was found to be beyond the table is none. */
export function attemptsOf({ attemptsStarted, failedReason, finishedOn }: EntryJob): number {
  return attemptsStarted - (finishedOn && failedReason === killedReason ? 1 : 0)
}

export function stateOf({ finishedOn, returnvalue, failedReason }: EntryJob): StoredEntry['state'] {
  if (!finishedOn) return 'pending'
  if (returnvalue) return 'handled'
  return failedReason === unhandledReason ? 'unhandled' : 'dead'
}

export function toStoredEntry(sealer: Sealer, job: EntryJob): StoredEntry {
  const { id = '', name, data, finishedOn } = job
  const state = stateOf(job)
  const xml = openXml(sealer, job)
  const lastError = state === 'unhandled' ? undefined : job.failedReason || undefined
  return {
    id,
    componentAppId: data.componentAppId,
    receivedAt: data.receivedAt,
    state,
    infoType: name,
    attempts: attemptsOf(job),
    ...(state === 'pending' ? { dueAt: dueAtOf(job) } : finishedOn && { settledAt: finishedOn }),
    ...(lastError !== undefined && { lastError }),
    ...(xml !== undefined && { xml }),
  }
}

/** What we note of a job in its `progress`, the one field that BullMQ leaves to us. */
interface Progress {
  /** Unix ms; absent at first, when an entry is due since it was put. */
  readonly dueAt?: number
  /** `attemptsMade` when a retry by hand was last let through, see {@link mayStart}. */
  readonly byHand?: number
}

function progressOf({ progress }: EntryJob): Progress {
  return typeof progress === 'object' ? (progress as Progress) : {}
}

export function dueAtOf(job: EntryJob): number {
  return progressOf(job).dueAt ?? job.timestamp
}

export function setDueAt(job: EntryJob, dueAt: number): Promise<void> {
  return job.updateProgress({ dueAt })
}

/**
 * May an attempt that has been counted be made? Beyond `most` only once for each retry by BullMQ's own tools, which do not reset
 * what was counted, but take the failure's reason away; an event that kills its process keeps dying.
 */
export async function mayStart(job: EntryJob, most: number): Promise<boolean> {
  if (job.attemptsStarted <= most) return true
  const retriedByHand = !job.failedReason && job.attemptsMade > 0 && progressOf(job).byHand !== job.attemptsMade
  if (retriedByHand) await job.updateProgress({ ...progressOf(job), byHand: job.attemptsMade })
  return retriedByHand
}
