import { randomBytes } from 'node:crypto'
import type { TaskStore } from '@wehook/core'
import type { TaskPut, TaskRow, TaskWrite } from '@wehook/core/storage'
import { recall } from './clock.js'
import { keysOf, uniqueOf } from './keys.js'
import type { TaskRecord } from './record.js'
import { dueAtOf } from './schedule.js'

/** The body of a row. */
type StoredRecord = TaskRecord & { readonly writtenAt: number }

/** A record as it is stored, with the version that a write must name. */
export interface Entry {
  readonly id: string
  readonly version: number
  readonly record: TaskRecord
}

/** What to do when another row holds a unique key: returns other writes, or `undefined` to give up. */
export type Resolve = (
  holder: Entry,
  record: TaskRecord,
) => Promise<{ record: TaskRecord; also?: TaskWrite } | undefined>

/** Reads and writes records. A change is repeated (read, change, write) until no other process has written in between. */
export interface Ledger {
  readonly scope: string
  get(id: string): Promise<Entry | undefined>
  find(key: string, limit?: number): Promise<readonly Entry[]>
  /** Resolves with the new entry, or with the one that holds a unique key. */
  insert(record: TaskRecord): Promise<{ readonly entry: Entry } | { readonly holder: Entry }>
  /** Writes what `make` returns for the stored record; `undefined` writes nothing. Resolves with the record after that. */
  change(
    id: string,
    make: (record: TaskRecord) => TaskRecord | undefined,
    resolve?: Resolve,
  ): Promise<Entry | undefined>
  /** Changes two records in one write; `undefined` writes nothing. */
  changeBoth(
    ids: readonly [string, string],
    make: (first: TaskRecord, second: TaskRecord) => readonly [TaskRecord, TaskRecord] | undefined,
  ): Promise<readonly [Entry, Entry] | undefined>
  remove(entry: Entry): Promise<boolean>
  toEntry(row: TaskRow): Entry
}

export interface LedgerHooks {
  /** A final change of every record before it is written. */
  beforeWrite(record: TaskRecord): TaskRecord
  afterWrite(id: string, record: TaskRecord): void
}

export function createLedger(store: TaskStore, scope: string, now: () => number, hooks: LedgerHooks): Ledger {
  const toEntry = ({ id, version, body }: TaskRow): Entry => {
    const { writtenAt, ...record } = JSON.parse(body) as StoredRecord
    return { id, version, record: recall(record, writtenAt, now()) }
  }

  const put = (id: string, record: TaskRecord, expected: number): TaskPut => {
    const dueAt = dueAtOf(record)
    const { kind, outcome, openedAt } = record
    const row = { scope, id, kind, outcome, openedAt, unique: uniqueOf(record), keys: keysOf(record) }
    const writtenAt = now()
    const due = dueAt === undefined ? {} : { dueAt, dueFrom: writtenAt }
    return { row: { ...row, ...due, body: JSON.stringify({ ...record, writtenAt }) }, expected }
  }

  const get = async (id: string): Promise<Entry | undefined> => {
    const row = await store.get(scope, id)
    return row && toEntry(row)
  }

  function written(id: string, expected: number, record: TaskRecord): Entry {
    hooks.afterWrite(id, record)
    return { id, version: expected + 1, record }
  }

  return {
    scope,
    get,
    toEntry,
    find: async (key, limit) => (await store.find(scope, key, limit)).map(toEntry),
    async insert(record) {
      const id = createId(now())
      for (;;) {
        const ready = hooks.beforeWrite(record)
        const answer = await store.write([put(id, ready, 0)])
        if (answer.written) return { entry: written(id, 0, ready) }
        const holder = await get(answer.id)
        if (holder) return { holder }
      }
    },
    async change(id, make, resolve) {
      for (;;) {
        const entry = await get(id)
        if (!entry) return undefined
        const made = make(entry.record)
        if (!made) return entry
        const result = await attempt(entry, made, resolve)
        if (result !== 'again') return result
      }
    },
    async changeBoth([firstId, secondId], make) {
      for (;;) {
        const [first, second] = [await get(firstId), await get(secondId)]
        const made = first && second && make(first.record, second.record)
        if (!first || !second || !made) return undefined
        const ready = [hooks.beforeWrite(made[0]), hooks.beforeWrite(made[1])] as const
        const answer = await store.write([
          put(firstId, ready[0], first.version),
          put(secondId, ready[1], second.version),
        ])
        if (answer.written) {
          return [written(firstId, first.version, ready[0]), written(secondId, second.version, ready[1])]
        }
        if (answer.because === 'unique') return undefined
      }
    },
    remove: ({ id, version }) => store.forget(scope, id, version),
  }

  async function attempt(entry: Entry, made: TaskRecord, resolve?: Resolve): Promise<Entry | 'again'> {
    const ready = hooks.beforeWrite(made)
    const answer = await store.write([put(entry.id, ready, entry.version)])
    if (answer.written) return written(entry.id, entry.version, ready)
    if (answer.because === 'version') return 'again'
    const holder = await get(answer.id)
    if (!holder) return 'again'
    const resolved = await resolve?.(holder, made)
    if (!resolved) {
      // The record is open again, but a newer task holds its guard.
      if (made.guardLost) throw new TypeError(`two tasks hold a key that one may hold: ${entry.id} and ${holder.id}`)
      return attempt(entry, { ...made, guardLost: true }, resolve)
    }
    const final = hooks.beforeWrite(resolved.record)
    const writes = [put(entry.id, final, entry.version), ...(resolved.also ? [resolved.also] : [])]
    const second = await store.write(writes)
    return second.written ? written(entry.id, entry.version, final) : 'again'
  }
}

/** Sorts by time, as text. */
function createId(at: number): string {
  return `${at.toString(36).padStart(9, '0')}-${randomBytes(8).toString('hex')}`
}
