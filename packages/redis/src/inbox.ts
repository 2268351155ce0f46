import { randomUUID } from 'node:crypto'
import type { Inbox } from '@wehook/core'
import {
  type Channel,
  createReviver,
  discardedFrom,
  type EntryFilter,
  type EntryState,
  type Reviver,
  requeuedFrom,
  reviveEveryMs,
  type Sealer,
  statesOf,
} from '@wehook/core/storage'
import { failuresOf } from './attempts.js'
import type { Client } from './connection.js'
import { createConsumer } from './consumer.js'
import { optionalFields, sealXml, stateOf, toStoredEntry } from './job.js'
import { createDurabilityCheck, createLink, type Patience } from './link.js'
import { countEntries, type Found, findEntries, listEntries, type Shelf } from './list.js'
import { discardEntry, requeueEntry } from './operate.js'
import type { RedisSettings } from './options.js'
import { createQueue, jobOptions, queueNames, unhandledKey } from './queue.js'

/** A worker may be started together with its Redis; one that is started without it ends with an error. */
const startPatience: Patience = { connectWithinMs: 30_000, withinMs: 32_000 }
const channels: readonly Channel[] = ['authorization', 'message']

/** An inbox on BullMQ: its queues, workers, retries, failed sets and recovery of what a dead process held. */
export function createRedisInbox(settings: RedisSettings, sealer: Sealer): Inbox & { close(): Promise<void> } {
  const link = createLink(settings, 'put', 'ERR_INBOX_UNAVAILABLE', createDurabilityCheck(settings))
  const consumers = new Set<{ close(options: { readonly timeoutMs: number }): Promise<void> }>()
  let shelves: readonly Shelf[] | undefined
  const use = <T>(work: (shelves: readonly Shelf[]) => Promise<T>, patience?: Partial<Patience>) =>
    link.use((client) => {
      shelves ??= channels.map((channel) => toShelf(client, channel))
      return work(shelves)
    }, patience)
  const toShelf = (client: Client, channel: Channel): Shelf => ({
    client,
    queue: createQueue(client, settings, queueNames[channel]),
    unhandledKey: unhandledKey(settings, queueNames[channel]),
    toStored: (job) => toStoredEntry(sealer, job),
  })
  const shelfOf = (all: readonly Shelf[], channel: Channel = 'authorization') => all[channels.indexOf(channel)] as Shelf
  /** True when it is so of one channel's queue. */
  const some = (work: (shelf: Shelf) => Promise<boolean>) =>
    use(async (all) => (await Promise.all(all.map(work))).some((isDone) => isDone))
  /** Does `work` to matching entries of the `allowed` states, oldest first, up to `limit` times. */
  const change = (
    filter: EntryFilter,
    allowed: readonly EntryState[],
    limit: number,
    work: (found: Found) => Promise<boolean>,
  ) =>
    use(
      async (all) => {
        let changed = 0
        for (const found of await findEntries(all, filter)) {
          if (changed === limit) break
          if (statesOf(filter, allowed).includes(stateOf(found.job)) && (await work(found))) changed += 1
        }
        return changed
      },
      { withinMs: 30_000 },
    )
  return {
    durable: !settings.allowVolatile,
    put: ({ id, infoType, componentAppId, receivedAt, xml, ...entry }) =>
      use(async (all) => {
        const { client, queue } = shelfOf(all, entry.channel)
        const nonce = randomUUID()
        const data = { nonce, componentAppId, receivedAt, ...optionalFields(entry), xml: sealXml(sealer, id, xml) }
        await queue.add(infoType, data, { ...jobOptions, jobId: id })
        // `add` answers alike whether it stored the job or found one; only the job itself can tell. Its data alone are read, for they
        // hold the nonce: `getJob` costs half as much again of the whole put.
        const stored = await client.hget(queue.toKey(id), 'data')
        return stored === null || stored.includes(nonce) ? 'stored' : 'duplicate'
      }),
    async consume(deliver, options) {
      // The check of the `put` connection speaks for the worker's as well: both lead to one Redis.
      await use(async () => {}, startPatience)
      const reviver = createReviver(options.handles ?? (() => true))
      const consumer = createConsumer({ settings, sealer, deliver, options, reviver })
      const revive = () => use((all) => reviveHandled(shelfOf(all, options.channel), reviver)).catch(() => {})
      revive()
      const timer = setInterval(revive, reviveEveryMs).unref()
      const closing = {
        close(how: { readonly timeoutMs: number }) {
          clearInterval(timer)
          return consumer.close(how)
        },
      }
      consumers.add(closing)
      return closing
    },
    list: (options = {}) => use((all) => listEntries(all, options), { withinMs: 30_000 }),
    get: (id) =>
      use(async (all) => {
        for (const { queue, toStored } of all) {
          const job = await queue.getJob(id)
          if (!job) continue
          const failures = failuresOf(job)
          return { ...toStored(job), ...(failures.length > 0 && { failures }) }
        }
        return undefined
      }),
    count: (filter, upTo = 1_000) =>
      use(async (all) => Math.min((await findEntries(all, filter)).length, upTo), { withinMs: 30_000 }),
    requeue: (id) => some((shelf) => requeueEntry(shelf, settings, id)),
    requeueAll: (filter, limit = 1_000) =>
      change(filter, requeuedFrom, limit, ({ job, ...shelf }) => requeueEntry(shelf, settings, job.id ?? '')),
    discard: (id) => some((shelf) => discardEntry(shelf, id)),
    discardAll: (filter, limit = 1_000) =>
      change(filter, discardedFrom, limit, ({ job, ...shelf }) => discardEntry(shelf, job.id ?? '')),
    counts: () => use((all) => countEntries(all, settings.leaseMs), { withinMs: 10_000 }),
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.close({ timeoutMs: 0 })))
      link.close()
    },
  }

  async function reviveHandled(shelf: Shelf, reviver: Reviver): Promise<void> {
    const ids = await shelf.client.zrange(shelf.unhandledKey, 0, '-1')
    const jobs = (await Promise.all(ids.map((id) => shelf.queue.getJob(id)))).filter((job) => job !== undefined)
    const unhandled = jobs.filter((job) => stateOf(job) === 'unhandled')
    const picked = reviver.pick([...new Set(unhandled.map(({ name }) => name))])
    for (const { id = '', name } of unhandled) if (picked.includes(name)) await requeueEntry(shelf, settings, id)
  }
}
