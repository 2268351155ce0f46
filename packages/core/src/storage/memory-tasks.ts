import { createKeyDigest } from './seal.js'
import { clockStepMs, type TaskPut, type TaskRow, type TaskStore, type TaskWrite, type TaskWritten } from './tasks.js'

/** The rows of one scope, with an index by key. */
interface ScopedRows {
  readonly rows: Map<string, TaskRow>
  readonly byKey: Map<string, Set<string>>
}

const pageLimit = 100

/** Tasks in this process's memory, for tests. **Not durable**: they are lost with the process, and other processes do not see them. */
export function createMemoryTaskStore(): TaskStore {
  const byScope = new Map<string, ScopedRows>()

  function scopedRows(scope: string): ScopedRows {
    const scoped = byScope.get(scope) ?? { rows: new Map(), byKey: new Map() }
    byScope.set(scope, scoped)
    return scoped
  }

  return {
    durable: false,
    digest: createKeyDigest(undefined),
    async write(writes) {
      const [first] = writes
      if (!first) return { written: true }
      const scoped = scopedRows(placeOf(first).scope)
      const conflict = findConflict(scoped, writes)
      if (conflict) return conflict
      for (const write of writes) drop(scoped, placeOf(write).id)
      for (const write of writes) if ('row' in write) put(scoped, { ...write.row, version: write.expected + 1 })
      return { written: true }
    },
    get: async (scope, id) => scopedRows(scope).rows.get(id),
    find: async (scope, key, limit = pageLimit) => {
      const { rows, byKey } = scopedRows(scope)
      const found = [...(byKey.get(key) ?? [])].flatMap((id) => rows.get(id) ?? [])
      return found.sort(newestFirst).slice(0, Math.min(limit, pageLimit))
    },
    async claimDue(scope, now, until, limit) {
      const scoped = scopedRows(scope)
      const isDue = ({ dueAt, dueFrom = 0 }: TaskRow) =>
        dueAt !== undefined && (dueAt <= now || dueFrom > now + clockStepMs)
      const due = [...scoped.rows.values()].filter(isDue)
      const claimed = due
        .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
        .slice(0, limit)
        .map((row) => ({ ...row, dueAt: until, dueFrom: now, version: row.version + 1 }))
      for (const row of claimed) scoped.rows.set(row.id, row)
      return claimed
    },
    async nextDueAt(scope) {
      const times = [...scopedRows(scope).rows.values()].flatMap(({ dueAt }) => dueAt ?? [])
      return times.length > 0 ? Math.min(...times) : undefined
    },
    async list(scope, { kind, outcome, limit = pageLimit, after } = {}) {
      const size = Math.min(limit, pageLimit)
      const rows = [...scopedRows(scope).rows.values()]
        .filter(
          (row) => (kind === undefined || row.kind === kind) && (outcome === undefined || row.outcome === outcome),
        )
        .filter((row) => after === undefined || row.id < after)
        .sort(newestFirst)
      const page = rows.slice(0, size)
      const last = page.at(-1)
      return rows.length > size && last ? { rows: page, next: last.id } : { rows: page }
    },
    async counts(scope) {
      const counts = new Map<string, { kind: string; outcome: string; count: number }>()
      for (const { kind, outcome } of scopedRows(scope).rows.values()) {
        const key = JSON.stringify([kind, outcome])
        counts.set(key, { kind, outcome, count: (counts.get(key)?.count ?? 0) + 1 })
      }
      return [...counts.values()]
    },
    async forget(scope, id, expected) {
      const scoped = scopedRows(scope)
      const isThere = scoped.rows.get(id)?.version === expected
      if (isThere) drop(scoped, id)
      return isThere
    },
  }
}

function placeOf(write: TaskWrite): Pick<TaskRow, 'scope' | 'id'> {
  return 'row' in write ? write.row : write.remove
}

function newestFirst(a: TaskRow, b: TaskRow): number {
  return a.id < b.id ? 1 : -1
}

function findConflict({ rows, byKey }: ScopedRows, writes: readonly TaskWrite[]): TaskWritten | undefined {
  for (const write of writes) {
    const { id } = placeOf(write)
    if ((rows.get(id)?.version ?? 0) !== write.expected) return { written: false, because: 'version', id }
  }
  const written = new Set(writes.map((write) => placeOf(write).id))
  const holders = new Map<string, string>()
  for (const { row } of writes.filter((write): write is TaskPut => 'row' in write)) {
    for (const key of row.unique) {
      const others = [...(byKey.get(key) ?? [])].filter((id) => !written.has(id) && rows.get(id)?.unique.includes(key))
      const holder = others[0] ?? holders.get(key) ?? row.id
      if (holder !== row.id) return { written: false, because: 'unique', id: holder }
      holders.set(key, row.id)
    }
  }
  return undefined
}

function drop({ rows, byKey }: ScopedRows, id: string): void {
  const row = rows.get(id)
  if (!row) return
  rows.delete(id)
  for (const key of [...row.unique, ...row.keys]) {
    const ids = byKey.get(key)
    ids?.delete(id)
    if (ids?.size === 0) byKey.delete(key)
  }
}

function put({ rows, byKey }: ScopedRows, row: TaskRow): void {
  rows.set(row.id, row)
  for (const key of [...row.unique, ...row.keys]) byKey.set(key, (byKey.get(key) ?? new Set()).add(row.id))
}
