import type { InboxCounts, StoredEntry } from '@wehook/core'
import {
  type EntryFilter,
  type EntryPage,
  fromCursor,
  type ListOptions,
  matches,
  pageSize,
  toCursor,
} from '@wehook/core/storage'
import { dueAtOf, isPassed } from './attempts.js'
import type { Client } from './connection.js'
import { type EntryJob, stateOf } from './job.js'
import type { EntryQueue } from './queue.js'

/** What the readers below look at: the queue of one channel. */
export interface Shelf {
  readonly client: Client
  readonly queue: EntryQueue
  readonly unhandledKey: string
  readonly toStored: (job: EntryJob) => StoredEntry
}

export interface Found extends Shelf {
  readonly job: EntryJob
}

/** Every entry that matches, oldest first. Looks at every entry that is stored. */
export async function findEntries(shelves: readonly Shelf[], filter: EntryFilter): Promise<Found[]> {
  const found = await Promise.all(shelves.map((shelf) => entriesOf(shelf, filter)))
  return found.flat().sort((a, b) => compare(placeOf(a), placeOf(b)))
}

async function entriesOf(shelf: Shelf, filter: EntryFilter): Promise<Found[]> {
  const types = [...pendingTypes, 'completed', 'failed'] as const
  const jobs: (EntryJob | undefined)[] = await shelf.queue.getJobs([...types], 0, -1)
  return jobs
    .filter((job) => job !== undefined)
    .filter((job) => matches(shelf.toStored(job), filter))
    .map((job) => ({ ...shelf, job }))
}

interface Place {
  readonly receivedAt: number
  readonly tie: string
}

function placeOf({ job }: Found): Place {
  return { receivedAt: job.data.receivedAt, tie: job.id ?? '' }
}

function compare(a: Place, b: Place): number {
  return a.receivedAt - b.receivedAt || (a.tie === b.tie ? 0 : a.tie < b.tie ? -1 : 1)
}

export async function listEntries(shelves: readonly Shelf[], options: ListOptions): Promise<EntryPage> {
  const { order = 'oldest', limit, after } = options
  const found = await findEntries(shelves, options)
  const sign = order === 'oldest' ? 1 : -1
  const ordered = order === 'oldest' ? found : found.reverse()
  const cursor = after === undefined ? undefined : fromCursor(after)
  const rest = cursor ? ordered.filter((entry) => sign * compare(placeOf(entry), cursor) > 0) : ordered
  const page = rest.slice(0, pageSize(limit))
  const last = page.at(-1)
  return {
    entries: page.map(({ toStored, job }) => toStored(job)),
    ...(last && rest.length > page.length && { next: toCursor(placeOf(last)) }),
  }
}

const pendingTypes = ['active', 'wait', 'prioritized', 'delayed'] as const

export async function countEntries(shelves: readonly Shelf[], leaseMs: number): Promise<InboxCounts> {
  const counted = await Promise.all(shelves.map(countShelf))
  const sum = (name: 'pending' | 'unhandled' | 'dead' | 'handled' | 'discarded' | 'held' | 'passed') =>
    counted.reduce((total, counts) => total + counts[name], 0)
  const oldestDueAt = Math.min(...counted.map((counts) => counts.oldestDueAt ?? Number.POSITIVE_INFINITY))
  const held = sum('held')
  return {
    pending: sum('pending'),
    unhandled: sum('unhandled'),
    dead: sum('dead'),
    handled: sum('handled'),
    discarded: sum('discarded'),
    ...(Number.isFinite(oldestDueAt) && { oldestDueAt }),
    held,
    // Leases are renewed while their process lives, so none ends later.
    ...(held > 0 && { heldUntil: Date.now() + leaseMs }),
    passed: sum('passed'),
  }
}

async function countShelf(shelf: Shelf): Promise<InboxCounts> {
  const { queue } = shelf
  const [jobs, failed, delayed, oldestDueAt] = await Promise.all([
    queue.getJobCounts(...pendingTypes, 'completed', 'failed'),
    queue.getJobs(['failed'], 0, -1),
    queue.getJobs(['delayed', 'wait'], 0, -1),
    oldestDue(shelf),
  ])
  const count = (type: string) => jobs[type] ?? 0
  const among = (state: StoredEntry['state']) => failed.filter((job) => job && stateOf(job) === state).length
  return {
    pending: pendingTypes.reduce((sum, type) => sum + count(type), 0),
    unhandled: among('unhandled'),
    dead: among('dead'),
    handled: count('completed'),
    discarded: among('discarded'),
    ...(oldestDueAt !== undefined && { oldestDueAt }),
    held: count('active'),
    passed: delayed.filter((job) => job && isPassed(job)).length,
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
