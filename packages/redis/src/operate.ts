import { noteRequeue } from './attempts.js'
import { discardedReason, type EntryJob, stateOf } from './job.js'
import type { Shelf } from './list.js'
import type { RedisSettings } from './options.js'
import { isTextDue } from './retention.js'

export async function requeueEntry(shelf: Shelf, settings: RedisSettings, id: string): Promise<boolean> {
  const { queue, client, unhandledKey } = shelf
  const job: EntryJob | undefined = await queue.getJob(id)
  if (!job || stateOf(job) === 'pending' || job.data.xml === undefined) return false
  const handled = stateOf(job) === 'handled'
  // The sweep may be about to drop this text: then it counts as gone already.
  if (handled && isTextDue(settings, job.finishedOn ?? 0)) return false
  await noteRequeue(job)
  try {
    const reset = { resetAttemptsMade: true, resetAttemptsStarted: true }
    await job.retry(handled ? 'completed' : 'failed', reset)
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
  await client.zrem(unhandledKey, id)
  return true
}

/** BullMQ's code for a job that is no longer where it was: somebody else requeued or removed it. */
function isGone(error: unknown): boolean {
  const code = (error as { readonly code?: unknown }).code
  return code === -1 || code === -3
}

/**
 * Moves a job that nobody runs to the failed ones, without its text.
 * KEYS: wait, delayed, prioritized, failed, the job, index of the unhandled. ARGV: id, now, reason, data.
 */
const discard = `
local isThere = redis.call('ZSCORE', KEYS[4], ARGV[1]) or redis.call('LREM', KEYS[1], 1, ARGV[1]) == 1
  or redis.call('ZREM', KEYS[2], ARGV[1]) == 1 or redis.call('ZREM', KEYS[3], ARGV[1]) == 1
if not isThere then return 0 end
redis.call('ZADD', KEYS[4], ARGV[2], ARGV[1])
redis.call('ZREM', KEYS[6], ARGV[1])
redis.call('HSET', KEYS[5], 'data', ARGV[4], 'failedReason', ARGV[3], 'finishedOn', ARGV[2])
redis.call('HDEL', KEYS[5], 'progress')
return 1`

export async function discardEntry({ queue, client, unhandledKey }: Shelf, id: string): Promise<boolean> {
  const job: EntryJob | undefined = await queue.getJob(id)
  if (!job || !['pending', 'unhandled', 'dead'].includes(stateOf(job))) return false
  const { xml: _, ...data } = job.data
  const keys = ['wait', 'delayed', 'prioritized', 'failed', id].map((name) => queue.toKey(name))
  const values = [id, Date.now(), discardedReason, JSON.stringify(data)]
  return (await client.eval(discard, 6, ...keys, unhandledKey, ...values)) === 1
}
