import type { EntryState, InboxCounts, StoredEntry } from '@wehook/core'
import type { EntryPage, ListOptions } from '@wehook/core/storage'
import { dueAtOf } from './attempts.js'
import type { Client } from './connection.js'
import type { EntryJob } from './job.js'
import type { EntryQueue } from './queue.js'

/** What the readers below look at. */
export interface Shelf {
  readonly client: Client
  readonly queue: EntryQueue
  readonly unhandledKey: string
  readonly toStored: (job: EntryJob) => StoredEntry
}

type IdPage = { readonly ids: readonly string[]; readonly next?: string }

export async function listEntries(shelf: Shelf, { state, limit = 100, after }: ListOptions): Promise<EntryPage> {
  const size = Math.min(Math.max(limit, 1), 1_000)
  const { ids, next } = await idReaders[state](shelf, size, after)
  const jobs = await Promise.all(ids.map((id) => shelf.queue.getJob(id)))
  const entries = jobs.filter((job): job is EntryJob => job !== undefined).map(shelf.toStored)
  return { entries: entries.filter((entry) => entry.state === state), ...(next !== undefined && { next }) }
}

type IdReader = (shelf: Shelf, size: number, after: string | undefined) => Promise<IdPage>

const idReaders: Readonly<Record<EntryState, IdReader>> = {
  pending: pendingIds,
  handled: (shelf, size, after) => settledIds(shelf, shelf.queue.toKey('completed'), size, after),
  unhandled: (shelf, size, after) => settledIds(shelf, shelf.unhandledKey, size, after),
  dead: (shelf, size, after) =>
    settledIds(shelf, shelf.queue.toKey('failed'), size, after, async (ids) => {
      const unhandled = await shelf.client.zmscore(shelf.unhandledKey, ...ids)
      return ids.filter((_, position) => unhandled[position] === null)
    }),
}

const pendingTypes = ['active', 'wait', 'prioritized', 'delayed'] as const

/**
 * Those under way, those that wait in order of arrival, those that wait for a repetition by their due time. `after` is a position:
 * entries move meanwhile, so a walk through the pages of a busy inbox may miss one or meet one twice.
 */
async function pendingIds({ client, queue }: Shelf, size: number, after: string | undefined): Promise<IdPage> {
  const start = Number(after ?? 0)
  const ids: string[] = []
  let before = 0
  for (const [type, length, read] of [
    ['active', 'llen', newestFirst],
    ['wait', 'llen', newestFirst],
    ['prioritized', 'zcard', byScore],
    ['delayed', 'zcard', byScore],
  ] as const) {
    const key = queue.toKey(type)
    const count = await client[length](key)
    const from = Math.max(start - before, 0)
    const wanted = size + 1 - ids.length
    if (from < count && wanted > 0) ids.push(...(await read(client, key, from, wanted)))
    before += count
  }
  return ids.length > size ? { ids: ids.slice(0, size), next: String(start + size) } : { ids }
}

/** BullMQ pushes at the left and takes from the right. */
async function newestFirst(client: Client, key: string, from: number, count: number): Promise<readonly string[]> {
  return (await client.lrange(key, -from - count, -from - 1)).reverse()
}

function byScore(client: Client, key: string, from: number, count: number): Promise<readonly string[]> {
  return client.zrange(key, from, String(from + count - 1))
}

/** By the time of settlement, then by id; `after` is both of the last entry of the page before. */
async function settledIds(
  { client }: Shelf,
  key: string,
  size: number,
  after: string | undefined,
  keep: (ids: readonly string[]) => Promise<readonly string[]> = async (ids) => ids,
): Promise<IdPage> {
  const [score = '-inf', lastId = ''] = after?.split(':') ?? []
  const found: string[] = []
  const scores = new Map<string, string>()
  for (let offset = 0; found.length <= size; offset += 1_000) {
    const flat = await client.zrangebyscore(key, score, '+inf', 'WITHSCORES', 'LIMIT', offset, 1_000)
    const ids: string[] = []
    for (let at = 0; at < flat.length; at += 2) {
      const [id = '', itsScore = ''] = [flat[at], flat[at + 1]]
      if (itsScore === score && id <= lastId) continue
      ids.push(id)
      scores.set(id, itsScore)
    }
    if (ids.length > 0) found.push(...(await keep(ids)))
    if (flat.length < 2_000) break
  }
  const ids = found.slice(0, size)
  const last = ids.at(-1) ?? ''
  return found.length > size ? { ids, next: `${scores.get(last)}:${last}` } : { ids }
}

export async function countEntries(shelf: Shelf): Promise<InboxCounts> {
  const { client, queue, unhandledKey } = shelf
  const [jobs, unhandled, oldestDueAt] = await Promise.all([
    queue.getJobCounts(...pendingTypes, 'completed', 'failed'),
    // A job retried through BullMQ's own tools stays in the index of the unhandled; only those that are failed as well count.
    client.zinter(2, [unhandledKey, queue.toKey('failed')]).then((ids) => ids.length),
    oldestDue(shelf),
  ])
  const count = (type: string) => jobs[type] ?? 0
  const pending = pendingTypes.reduce((sum, type) => sum + count(type), 0)
  return {
    pending,
    unhandled,
    // Counted one after the other: an entry may move in between.
    dead: Math.max(count('failed') - unhandled, 0),
    handled: count('completed'),
    ...(oldestDueAt !== undefined && { oldestDueAt }),
  }
}

/** The longest waiting of the next to be taken, and of those whose repetition nobody has begun though its time has come. */
async function oldestDue({ client, queue }: Shelf): Promise<number | undefined> {
  const [waiting, delayed] = await Promise.all([
    client.lrange(queue.toKey('wait'), -10, -1),
    client.zrange(queue.toKey('delayed'), 0, '9'),
  ])
  const jobs = await Promise.all([...waiting, ...delayed].map((id) => queue.getJob(id)))
  const times = jobs.map((job) => (job ? dueAtOf(job) : Number.POSITIVE_INFINITY))
  const oldest = Math.min(...times)
  return oldest <= Date.now() ? oldest : undefined
}
