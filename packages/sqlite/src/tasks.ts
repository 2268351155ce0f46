import {
  clockStepMs,
  type TaskPut,
  type TaskRow,
  type TaskStore,
  type TaskWrite,
  type TaskWritten,
} from '@wehook/core/storage'
import type { SqliteValue } from './connection.js'
import type { StorageContext } from './context.js'
import { toFault } from './fault.js'
import { texts } from './texts.js'

const pageLimit = 100

interface StoredTask {
  readonly seq: number
  readonly scope: string
  readonly id: string
  readonly version: number
  readonly kind: string
  readonly outcome: string
  readonly opened_at: number
  readonly due_at: number | null
  readonly due_from: number | null
  readonly unique_keys: string
  readonly keys: string
  readonly body: string
}

/** A task is a row of `tasks`, each of its keys a row of `task_keys`. */
export function createTaskStore(context: StorageContext, digest: TaskStore['digest']): TaskStore {
  const { database } = context
  const select = (condition: string, ...values: SqliteValue[]) =>
    database.sql<StoredTask>(`SELECT * FROM tasks WHERE ${condition}`).all(...values)
  const read = <T>(work: () => T) => stored(() => database.read(work))
  const write = <T>(work: () => T) => stored(() => database.write(work))
  return {
    durable: true,
    digest,
    write: (writes) => write(() => writeTasks(context, writes)),
    get: (scope, id) => read(() => toTaskRows(context, select('scope = ? AND id = ?', scope, id))[0]),
    find: (scope, key, limit = pageLimit) =>
      read(() =>
        toTaskRows(
          context,
          select(
            `seq IN (SELECT seq FROM task_keys WHERE scope = ? AND key = ?) ORDER BY id DESC LIMIT ?`,
            scope,
            key,
            Math.min(limit, pageLimit),
          ),
        ),
      ),
    claimDue: (scope, now, until, limit) =>
      write(() => {
        const onTime = select('scope = ? AND due_at <= ? ORDER BY due_at LIMIT ?', scope, now, limit)
        const ofLaterClock = select(
          'scope = ? AND due_from > ? AND due_at > ? LIMIT ?',
          ...[scope, now + clockStepMs, now, limit - onTime.length],
        )
        const due = [...onTime, ...ofLaterClock]
        for (const { seq } of due) {
          database
            .sql('UPDATE tasks SET due_at = ?, due_from = ?, version = version + 1 WHERE seq = ?')
            .run(until, now, seq)
        }
        return toTaskRows(
          context,
          due.map((row) => ({ ...row, due_at: until, due_from: now, version: row.version + 1 })),
        )
      }),
    nextDueAt: (scope) =>
      read(() => {
        const next = 'SELECT MIN(due_at) AS at FROM tasks WHERE scope = ? AND due_at IS NOT NULL'
        return database.sql<{ readonly at: number | null }>(next).get(scope)?.at ?? undefined
      }),
    list: (scope, { kind, outcome, limit = pageLimit, after } = {}) =>
      read(() => {
        const size = Math.min(limit, pageLimit)
        const given = [
          ['scope = ?', scope],
          ['kind = ?', kind],
          ['outcome = ?', outcome],
          ['id < ?', after],
        ].filter((part): part is [string, string] => part[1] !== undefined)
        const condition = given.map(([sql]) => sql).join(' AND ')
        const rows = select(`${condition} ORDER BY id DESC LIMIT ?`, ...given.map(([, value]) => value), size + 1)
        const page = toTaskRows(context, rows.slice(0, size))
        const last = page.at(-1)
        return rows.length > size && last ? { rows: page, next: last.id } : { rows: page }
      }),
    counts: (scope) =>
      read(() =>
        database
          .sql<{ readonly kind: string; readonly outcome: string; readonly n: number }>(
            'SELECT kind, outcome, n FROM task_counts WHERE scope = ? AND n > 0',
          )
          .all(scope)
          .map(({ kind, outcome, n }) => ({ kind, outcome, count: n })),
      ),
    forget: (scope, id, expected) =>
      write(() => writeTasks(context, [{ remove: { scope, id }, expected }]).written && expected > 0),
  }
}

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toFault(error, 'ERR_TASK_UNAVAILABLE', texts.actions.tasks)
  }
}

/** Runs inside one transaction. Reads first, so that a conflict changes nothing. */
function writeTasks(context: StorageContext, writes: readonly TaskWrite[]): TaskWritten {
  const { database } = context
  database.assertInPlace()
  const places = writes.map((write) => ({ write, ...placeOf(write) }))
  const found = places.map(({ scope, id }) =>
    database
      .sql<{ readonly seq: number; readonly version: number }>(
        'SELECT seq, version FROM tasks WHERE scope = ? AND id = ?',
      )
      .get(scope, id),
  )
  const stale = places.find(({ write }, n) => (found[n]?.version ?? 0) !== write.expected)
  if (stale) return { written: false, because: 'version', id: stale.id }
  const own = new Set(found.map((row) => row?.seq))
  const puts = writes.filter((write): write is TaskPut => 'row' in write)
  const holder = findHolder(context, puts, own)
  if (holder !== undefined) return { written: false, because: 'unique', id: holder }
  for (const row of found) if (row) removeTask(context, row.seq)
  for (const { row, expected } of puts) insertTask(context, row, expected + 1)
  return { written: true }
}

/** The row that already holds a unique key which one of the puts needs. */
function findHolder(
  { database }: StorageContext,
  puts: readonly TaskPut[],
  own: ReadonlySet<number | undefined>,
): string | undefined {
  const wanted = new Map<string, string>()
  for (const { row } of puts) {
    for (const key of row.unique) {
      const holder = database
        .sql<{ readonly seq: number; readonly id: string }>(
          'SELECT seq, id FROM task_keys JOIN tasks USING (seq) WHERE task_keys.scope = ? AND key = ? AND is_unique = 1',
        )
        .get(row.scope, key)
      if (holder && !own.has(holder.seq)) return holder.id
      const other = wanted.get(key)
      if (other !== undefined && other !== row.id) return other
      wanted.set(key, row.id)
    }
  }
  return undefined
}

function removeTask({ database }: StorageContext, seq: number): void {
  database.sql('DELETE FROM task_keys WHERE seq = ?').run(seq)
  database.sql('DELETE FROM tasks WHERE seq = ?').run(seq)
}

function insertTask({ database, codec }: StorageContext, row: Omit<TaskRow, 'version'>, version: number): void {
  const { scope, id, kind, outcome, openedAt, dueAt, dueFrom, unique, keys, body } = row
  const { lastInsertRowid } = database
    .sql(
      `INSERT INTO tasks (scope, id, version, kind, outcome, opened_at, due_at, due_from, unique_keys, keys, body)
       VALUES (?, ?, ?, ?, ?, ?, CASE WHEN ? THEN ? END, CASE WHEN ? THEN ? END, ?, ?, ?)`,
    )
    .run(
      ...[scope, id, version, kind, outcome, openedAt],
      ...[Number(dueAt !== undefined), dueAt ?? 0],
      ...[Number(dueFrom !== undefined), dueFrom ?? 0],
      ...[JSON.stringify(unique), JSON.stringify(keys), codec.toStored(body, taskName(scope, id))],
    )
  const seq = Number(lastInsertRowid)
  const insertKey = database.sql('INSERT OR IGNORE INTO task_keys (scope, key, seq, is_unique) VALUES (?, ?, ?, ?)')
  for (const key of unique) insertKey.run(scope, key, seq, 1)
  for (const key of keys) insertKey.run(scope, key, seq, 0)
}

function toTaskRows({ codec }: StorageContext, rows: readonly StoredTask[]): TaskRow[] {
  return rows.map((row) => ({
    scope: row.scope,
    id: row.id,
    version: row.version,
    kind: row.kind,
    outcome: row.outcome,
    openedAt: row.opened_at,
    ...(row.due_at !== null && { dueAt: row.due_at }),
    ...(row.due_from !== null && { dueFrom: row.due_from }),
    unique: JSON.parse(row.unique_keys) as string[],
    keys: JSON.parse(row.keys) as string[],
    body: codec.fromStored(row.body, taskName(row.scope, row.id)),
  }))
}

function placeOf(write: TaskWrite): Pick<TaskRow, 'scope' | 'id'> {
  return 'row' in write ? write.row : write.remove
}

/** The name that a task's encrypted body is bound to, so that it cannot be decrypted as the body of another task. */
function taskName(scope: string, id: string): string {
  return `task:${scope}:${id}`
}
