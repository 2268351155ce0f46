import type { TaskPut, TaskRow, TaskWrite, TaskWritten } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { pause } from './deadline.js'
import { toKey, toText } from './keys.js'
import { transact } from './lane.js'
import type { SqlSession, SqlValue } from './port.js'
import { taskName } from './task-rows.js'

const maxAttempts = 8

/** Another process has written after this one read: read again. */
class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

interface Change {
  readonly write: TaskWrite
  readonly id: string
}

/**
 * Reads first, so that a conflict changes nothing, and then changes only rows that still have the version it read. Where another process was faster
 * in between, or has the same unique key by now, everything is done again.
 */
export async function writeTasks(
  context: SqlContext,
  session: SqlSession,
  writes: readonly TaskWrite[],
): Promise<TaskWritten> {
  const [first] = writes
  if (!first) return { written: true }
  const scope = placeOf(first).scope
  const changes = writes.map((write) => ({ write, id: placeOf(write).id }))
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact(session, () => writeOnce(context, session, scope, changes))
    } catch (error) {
      const isOvertaken = error instanceof Overtaken || context.dialect.faultOf(error) === 'duplicate'
      if (!isOvertaken || attempt === maxAttempts) throw error
      await pause(Math.random() * 10 * attempt)
    }
  }
}

function placeOf(write: TaskWrite): Pick<TaskRow, 'scope' | 'id'> {
  return 'row' in write ? write.row : write.remove
}

async function writeOnce(
  context: SqlContext,
  session: SqlSession,
  scope: string,
  changes: readonly Change[],
): Promise<TaskWritten> {
  const conflict =
    (await findStale(context, session, scope, changes)) ?? (await findHolder(context, session, scope, changes))
  if (conflict) return conflict
  // Sorted, so that two writes of the same rows do not deadlock.
  for (const change of changes.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    await writeRow(context, session, change.write)
  const ids = changes.map(({ id }) => Buffer.from(id)).toSorted(Buffer.compare)
  const { taskKeys } = context.dialect.tables
  await session.run(`DELETE FROM ${taskKeys} WHERE scope = ? AND id IN (${list(ids)})`, [toKey(scope), ...ids])
  await insertKeys(context, session, scope, putsOf(changes))
  return { written: true }
}

function putsOf(changes: readonly Change[]): readonly TaskPut['row'][] {
  return changes.flatMap(({ write }) => ('row' in write ? [write.row] : []))
}

async function findStale(
  { dialect }: SqlContext,
  session: SqlSession,
  scope: string,
  changes: readonly Change[],
): Promise<TaskWritten | undefined> {
  const ids = changes.map(({ id }) => Buffer.from(id))
  const { rows } = await session.run(
    `SELECT id, version FROM ${dialect.tables.tasks} WHERE scope = ? AND id IN (${list(ids)})`,
    [toKey(scope), ...ids],
  )
  const versions = new Map(rows.map((row) => [toText(row['id'] as Uint8Array), row['version'] as number]))
  const stale = changes.find(({ write, id }) => (versions.get(id) ?? 0) !== write.expected)
  return stale && { written: false, because: 'version', id: stale.id }
}

/** The row, stored or among those being written, that already holds a unique key which one of these rows needs. */
async function findHolder(
  { dialect }: SqlContext,
  session: SqlSession,
  scope: string,
  changes: readonly Change[],
): Promise<TaskWritten | undefined> {
  const wanted = putsOf(changes).flatMap(({ id, unique }) => unique.map((key) => ({ id, key })))
  if (wanted.length === 0) return undefined
  const twice = wanted.find(({ id, key }, n) =>
    wanted.slice(0, n).some((other) => other.key === key && other.id !== id),
  )
  const guards = wanted.map(({ key }) => guardOf(key))
  const { rows } = await session.run(
    `SELECT id FROM ${dialect.tables.taskKeys} WHERE scope = ? AND guard IN (${list(guards)})
     AND id NOT IN (${list(changes)}) LIMIT 1`,
    [toKey(scope), ...guards, ...changes.map(({ id }) => Buffer.from(id))],
  )
  const holder = rows[0] ? toText(rows[0]['id'] as Uint8Array) : twice && firstHolder(wanted, twice.key)
  return holder === undefined ? undefined : { written: false, because: 'unique', id: holder }
}

function firstHolder(
  wanted: readonly { readonly id: string; readonly key: string }[],
  key: string,
): string | undefined {
  return wanted.find((one) => one.key === key)?.id
}

async function writeRow({ dialect, codec }: SqlContext, session: SqlSession, write: TaskWrite): Promise<void> {
  const { tasks } = dialect.tables
  const { scope, id } = placeOf(write)
  const place = [toKey(scope), Buffer.from(id)]
  if (!('row' in write)) {
    if (write.expected === 0) return
    const removed = await session.run(`DELETE FROM ${tasks} WHERE scope = ? AND id = ? AND version = ?`, [
      ...place,
      write.expected,
    ])
    if (removed.changed !== 1) throw new Overtaken()
    return
  }
  const { row, expected } = write
  const columns: Readonly<Record<string, SqlValue>> = {
    version: expected + 1,
    kind: Buffer.from(row.kind),
    outcome: Buffer.from(row.outcome),
    opened_at: row.openedAt,
    due_at: row.dueAt ?? null,
    due_from: row.dueFrom ?? null,
    unique_keys: Buffer.from(JSON.stringify(row.unique)),
    other_keys: Buffer.from(JSON.stringify(row.keys)),
    body: Buffer.from(codec.toStored(row.body, taskName(scope, id))),
  }
  const names = Object.keys(columns)
  const values = Object.values(columns)
  if (expected === 0) {
    await session.run(`INSERT INTO ${tasks} (scope, id, ${names.join(', ')}) VALUES (?, ?, ${list(names)})`, [
      ...place,
      ...values,
    ])
    return
  }
  const { changed } = await session.run(
    `UPDATE ${tasks} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE scope = ? AND id = ? AND version = ?`,
    [...values, ...place, expected],
  )
  if (changed !== 1) throw new Overtaken()
}

async function insertKeys(
  { dialect }: SqlContext,
  session: SqlSession,
  scope: string,
  rows: readonly TaskPut['row'][],
): Promise<void> {
  const keys = rows.flatMap(({ id, unique, keys: others }) =>
    [...new Set([...unique, ...others])].map((key) => ({
      values: [toKey(scope), toKey(`key:${key}`), Buffer.from(id), unique.includes(key) ? guardOf(key) : null],
    })),
  )
  if (keys.length === 0) return
  await session.run(
    `INSERT INTO ${dialect.tables.taskKeys} (scope, k, id, guard) VALUES ${keys.map(() => '(?, ?, ?, ?)').join(', ')}`,
    keys.flatMap(({ values }) => values),
  )
}

/** The form of a unique key that the unique index holds. */
function guardOf(key: string): Buffer {
  return toKey(`key:${key}`)
}

function list(items: readonly unknown[]): string {
  return items.map(() => '?').join(', ')
}
