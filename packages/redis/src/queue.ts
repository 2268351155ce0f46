import type { Channel } from '@wehook/core/storage'
import { type JobsOptions, Queue } from 'bullmq'
import type { Client } from './connection.js'
import type { JobData } from './job.js'
import type { RedisSettings } from './options.js'

/** The name of BullMQ's queue: with the storage's prefix what bull-board and BullMQ's own tools are pointed at. */
export const queueName = 'inbox'

/** Messages have a queue of their own, since a consumer takes all that a queue holds. */
export const queueNames: Readonly<Record<Channel, string>> = { authorization: queueName, message: 'inbox-messages' }

export type EntryQueue = Queue<JobData, 'handled', string>

/**
 * `client` must be ready. No version check: it would be an INFO command whose failure BullMQ remembers for good.
 * The queue leaves the client open when it is closed.
 */
export function createQueue(client: Client, { prefix }: RedisSettings, name: string): EntryQueue {
  const queue: EntryQueue = new Queue(name, { connection: client, prefix, skipVersionCheck: true })
  return queue.on('error', () => {})
}

/** The consumer's table decides when an entry is dead, not the process that put it: hence more attempts than any table has. */
export const jobOptions: JobsOptions = {
  attempts: 1_000_000,
  backoff: { type: 'wehook' },
  stackTraceLimit: 0,
}

/** Beside BullMQ's keys: ids of the failed jobs that are unhandled, not dead, by the time they became so. */
export function unhandledKey({ prefix }: RedisSettings, name: string): string {
  return `${prefix}:${name}-unhandled`
}
