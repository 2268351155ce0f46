import { randomUUID } from 'node:crypto'
import type { Inbox } from '@wehook/core'
import type { Sealer } from '@wehook/core/storage'
import { noteRequeue } from './attempts.js'
import type { Client } from './connection.js'
import { createConsumer } from './consumer.js'
import { type EntryJob, sealXml, stateOf, toStoredEntry } from './job.js'
import { createDurabilityCheck, createLink, type Patience } from './link.js'
import { countEntries, listEntries, type Shelf } from './list.js'
import type { RedisSettings } from './options.js'
import { createQueue, type EntryQueue, jobOptions, unhandledKey } from './queue.js'
import { isTextDue } from './retention.js'

/** A worker may be started together with its Redis; one that is started without it ends with an error. */
const startPatience: Patience = { connectWithinMs: 30_000, withinMs: 32_000 }

/** The inbox of DESIGN §9 on BullMQ: its queue, worker, retries, failed set and recovery of what a dead process held. */
export function createRedisInbox(settings: RedisSettings, sealer: Sealer): Inbox & { close(): Promise<void> } {
  const link = createLink(settings, 'put', 'ERR_INBOX_UNAVAILABLE', createDurabilityCheck(settings))
  const consumers = new Set<{ close(options: { readonly timeoutMs: number }): Promise<void> }>()
  let queue: EntryQueue | undefined
  const use = <T>(work: (shelf: Shelf) => Promise<T>, patience?: Partial<Patience>) =>
    link.use((client) => {
      queue ??= createQueue(client, settings)
      return work(toShelf(client, queue))
    }, patience)
  const toShelf = (client: Client, itsQueue: EntryQueue): Shelf => ({
    client,
    queue: itsQueue,
    unhandledKey: unhandledKey(settings),
    toStored: (job) => toStoredEntry(sealer, job),
  })
  return {
    durable: !settings.allowVolatile,
    put: ({ id, infoType, componentAppId, receivedAt, xml }) =>
      use(async (shelf) => {
        const nonce = randomUUID()
        const data = { nonce, componentAppId, receivedAt, xml: sealXml(sealer, id, xml) }
        await shelf.queue.add(infoType, data, { ...jobOptions, jobId: id })
        // `add` answers alike whether it stored the job or found one; only the job itself can tell. Its data alone are read, for they
        // hold the nonce: `getJob` costs half as much again of the whole put.
        const stored = await shelf.client.hget(shelf.queue.toKey(id), 'data')
        return stored === null || stored.includes(nonce) ? 'stored' : 'duplicate'
      }),
    async consume(deliver, options) {
      // The check of the `put` connection speaks for the worker's as well: both lead to one Redis.
      await use(async () => {}, startPatience)
      const consumer = createConsumer({ settings, sealer, deliver, options })
      consumers.add(consumer)
      return consumer
    },
    list: (options) => use((shelf) => listEntries(shelf, options), { withinMs: 30_000 }),
    get: (id) => use(async ({ queue, toStored }) => queue.getJob(id).then((job) => job && toStored(job))),
    requeue: (id) => use((shelf) => requeue(shelf, id)),
    counts: () => use(countEntries, { withinMs: 10_000 }),
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.close({ timeoutMs: 0 })))
      link.close()
    },
  }

  async function requeue({ queue, client, unhandledKey }: Shelf, id: string): Promise<boolean> {
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
}

/** BullMQ's code for a job that is no longer where it was: somebody else requeued or removed it. */
function isGone(error: unknown): boolean {
  const code = (error as { readonly code?: unknown }).code
  return code === -1 || code === -3
}
