import { type FailedAttempt, passDelayMs, retryDelayMs, toLastError } from '@wehook/core/storage'
import type { Job } from 'bullmq'

/** What we note of a job in its `progress`, the one field that BullMQ leaves to us. */
interface Progress {
  /** Unix ms; absent at first, when an entry is due since it was put. */
  readonly dueAt?: number
  /** Starts that delivered nothing but put the entry off. */
  readonly idle?: number
  /** `stalledCounter` as far as it was taken account of. */
  readonly stalls?: number
  /** `attemptsMade` when a retry by hand was last let through. */
  readonly byHand?: number
  /** Unix ms when a process without a handler first passed the entry on. */
  readonly passedAt?: number
  /** The last failed attempts. */
  readonly failures?: readonly FailedAttempt[]
}

const keptFailures = 20

/** The reason of an entry that died because its process died or stalled in each attempt, so that none of them failed. */
export const killedReason = 'the process died or stalled during the last attempt'

function progressOf({ progress }: Job): Progress {
  return typeof progress === 'object' ? (progress as Progress) : {}
}

function note(job: Job, news: Progress): Promise<void> {
  return job.updateProgress({ ...progressOf(job), ...news })
}

export function dueAtOf(job: Job): number {
  return progressOf(job).dueAt ?? job.timestamp
}

/** Attempts in which the entry was delivered: the start at which it was found to be beyond the table is none. */
export function attemptsOf(job: Job): number {
  const foundDead = job.finishedOn && job.failedReason === killedReason ? 1 : 0
  return job.attemptsStarted - (progressOf(job).idle ?? 0) - foundDead
}

/** Notes when the next attempt is due, and returns the wait until then: -1, BullMQ's word for none. */
export async function noteRetry(job: Job, retryDelaysMs: readonly number[], error: unknown): Promise<number> {
  const delayMs = retryDelayMs(retryDelaysMs, attemptsOf(job), error)
  const failure = { attempt: attemptsOf(job), at: Date.now(), error: toLastError(error) }
  const failures = [...failuresOf(job), failure].slice(-keptFailures)
  await note(job, { failures, ...(delayMs !== undefined && { dueAt: Date.now() + delayMs }) })
  return delayMs ?? -1
}

export function failuresOf(job: Job): readonly FailedAttempt[] {
  return progressOf(job).failures ?? []
}

export function isPassed(job: Job): boolean {
  return progressOf(job).passedAt !== undefined
}

/** This process has no handler: ms until the entry is offered again, or undefined when that has been so for long. The start is no attempt. */
export async function notePass(job: Job, unhandledAfterMs: number): Promise<number | undefined> {
  const { passedAt = Date.now(), idle = 0 } = progressOf(job)
  const isOver = Date.now() - passedAt >= unhandledAfterMs
  const delayMs = passDelayMs()
  const { passedAt: _, ...rest } = progressOf(job)
  const noted = { ...rest, idle: idle + 1, dueAt: Date.now() + delayMs }
  await job.updateProgress(isOver ? noted : { ...noted, passedAt })
  return isOver ? undefined : delayMs
}

/** A process with a handler takes the entry. */
export async function noteTaken(job: Job): Promise<void> {
  const { passedAt, ...rest } = progressOf(job)
  if (passedAt !== undefined) await job.updateProgress(rest)
}

/** To be called before BullMQ's own counts are reset. */
export function noteRequeue(job: Job): Promise<void> {
  return job.updateProgress({ dueAt: Date.now(), stalls: job.stalledCounter, failures: [...failuresOf(job)] })
}

/**
 * What to do at a start, which BullMQ has counted: deliver, bury, or put off by so many ms.
 *
 * BullMQ gives an entry whose process died to the next at once. Where the table says longer than the lease it is put off: so an entry
 * that kills its process is parted, by the table's variation, from those that were under way beside it and died with it.
 */
export async function beginAttempt(
  job: Job,
  retryDelaysMs: readonly number[],
  leaseMs: number,
): Promise<'deliver' | 'bury' | number> {
  const attempt = attemptsOf(job)
  if (attempt > retryDelaysMs.length + 1) return (await isByHand(job)) ? 'deliver' : 'bury'
  const { stalledCounter: stalls } = job
  const { idle = 0, stalls: known = 0 } = progressOf(job)
  if (stalls <= known) return 'deliver'
  const waitMs = (retryDelayMs(retryDelaysMs, attempt - 1) ?? 0) - leaseMs
  if (waitMs <= 0) {
    await note(job, { stalls })
    return 'deliver'
  }
  await note(job, { stalls, idle: idle + 1, dueAt: Date.now() + waitMs })
  return waitMs
}

/**
 * An entry whose attempts are used up gets one more for each retry by BullMQ's own tools. They do not reset what was counted, but
 * take the failure's reason away; an event that kills its process has none either, hence at most once for each failure.
 */
async function isByHand(job: Job): Promise<boolean> {
  const byHand = job.attemptsMade
  if (job.failedReason || byHand === 0 || progressOf(job).byHand === byHand) return false
  await note(job, { byHand })
  return true
}
