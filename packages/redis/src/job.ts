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

/** BullMQ's reasons for a job whose process died or stalled in its last attempt; that start delivered nothing. */
const killedReasons: ReadonlySet<string | undefined> = new Set([
  'job started more than allowable limit',
  'job stalled more than allowable limit',
])
const killedError = 'the process died or stalled during the last attempt'

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

export function toLastErrorOf({ failedReason }: EntryJob): string | undefined {
  return killedReasons.has(failedReason) ? killedError : failedReason || undefined
}

/** Attempts in which the entry was delivered. */
export function attemptsOf({ attemptsStarted, failedReason, finishedOn }: EntryJob): number {
  return attemptsStarted - (finishedOn && killedReasons.has(failedReason) ? 1 : 0)
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
  const lastError = state === 'unhandled' ? undefined : toLastErrorOf(job)
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

/** When an entry is due is written into the job's `progress`, the one field of a job that BullMQ leaves to us; at first it is due when put. */
export function dueAtOf({ progress, timestamp }: EntryJob): number {
  const dueAt = typeof progress === 'object' && 'dueAt' in progress ? progress.dueAt : undefined
  return typeof dueAt === 'number' ? dueAt : timestamp
}

export function setDueAt(job: EntryJob, dueAt: number): Promise<void> {
  return job.updateProgress({ dueAt })
}
