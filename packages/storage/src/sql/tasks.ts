import type { TaskCount, TaskPage, TaskPageOptions, TaskRow, TaskStore } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { toFault } from './faults.js'
import { type Count, keepMany } from './keep-many.js'
import { toKey, toText } from './keys.js'
import type { SqlRow, SqlSession, SqlValue } from './port.js'
import { claimTasks } from './task-claims.js'
import { selectTasks, toTaskRow } from './task-rows.js'
import { writeTasks } from './task-writes.js'
import { texts } from './texts.js'

const pageLimit = 100

/** A task is a row, and each of its keys is a row of its own. */
export function createTaskStore(context: SqlContext, digest: TaskStore['digest']): TaskStore {
  const { dialect, other } = context
  const { tasks, taskKeys } = dialect.tables
  const run = async <T>(work: (session: SqlSession) => Promise<T>): Promise<T> => {
    try {
      await context.ready()
      return await other.run(work)
    } catch (error) {
      throw toFault(dialect, error, 'ERR_TASK_UNAVAILABLE', texts.actions.tasks)
    }
  }
  /** One counter for each platform of this process. */
  const counters = new Map<string, Count<readonly TaskCount[]>>()
  const counterOf = (scope: string): Count<readonly TaskCount[]> =>
    keepMany(
      async (session) => {
        const grouped = `SELECT kind, outcome, COUNT(*) AS n FROM ${tasks} WHERE scope = ? GROUP BY kind, outcome`
        const { rows } = await session.run(grouped, [toKey(scope)])
        return rows.map((row) => ({
          kind: toText(row['kind'] as Uint8Array),
          outcome: toText(row['outcome'] as Uint8Array),
          count: Number(row['n']),
        }))
      },
      (counts) => counts.reduce((sum, { count }) => sum + count, 0),
    )
  const toRows = (scope: string, rows: readonly SqlRow[]): readonly TaskRow[] =>
    rows.map((row) => toTaskRow(context, scope, row))
  return {
    durable: true,
    digest,
    write: (writes) => run((session) => writeTasks(context, session, writes)),
    async get(scope, id) {
      const values = [toKey(scope), Buffer.from(id)]
      const { rows } = await run((session) => session.run(`${selectTasks(tasks)} WHERE scope = ? AND id = ?`, values))
      return toRows(scope, rows)[0]
    },
    async find(scope, key, limit = pageLimit) {
      const values = [toKey(scope), toKey(`key:${key}`), Math.min(limit, pageLimit)]
      const { rows } = await run((session) =>
        session.run(
          `${selectTasks(tasks, 'task')} JOIN ${taskKeys} AS held ON held.scope = task.scope AND held.id = task.id
           WHERE held.scope = ? AND held.k = ? ORDER BY held.id DESC LIMIT ?`,
          values,
        ),
      )
      return toRows(scope, rows)
    },
    async claimDue(scope, now, until, limit) {
      return toRows(
        scope,
        await run((session) => claimTasks(context, session, { scope: toKey(scope), now, until, limit })),
      )
    },
    async nextDueAt(scope) {
      const next = `SELECT MIN(due_at) AS at FROM ${tasks} WHERE scope = ?`
      const { rows } = await run((session) => session.run(next, [toKey(scope)]))
      const at = rows[0]?.['at']
      return at === null || at === undefined ? undefined : Number(at)
    },
    async list(scope, options = {}) {
      const size = Math.min(options.limit ?? pageLimit, pageLimit)
      const { sql, values } = toCondition(scope, options)
      const { rows } = await run((session) =>
        session.run(`${selectTasks(tasks)} WHERE ${sql} ORDER BY id DESC LIMIT ?`, [...values, size + 1]),
      )
      return toPage(toRows(scope, rows), size)
    },
    counts(scope) {
      const count = counters.get(scope) ?? counterOf(scope)
      counters.set(scope, count)
      return run(count)
    },
    forget: (scope, id, expected) =>
      run(async (session) => {
        const answer = await writeTasks(context, session, [{ remove: { scope, id }, expected }])
        return answer.written && expected > 0
      }),
  }
}

function toCondition(scope: string, { kind, outcome, after }: TaskPageOptions) {
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['kind = ?', kind],
    ['outcome = ?', outcome],
    ['id < ?', after],
  ]
  const given = parts.filter((part): part is readonly [string, string] => part[1] !== undefined)
  const values: readonly SqlValue[] = [toKey(scope), ...given.map(([, value]) => Buffer.from(value))]
  return { sql: ['scope = ?', ...given.map(([sql]) => sql)].join(' AND '), values }
}

function toPage(rows: readonly TaskRow[], size: number): TaskPage {
  const page = rows.slice(0, size)
  const last = page.at(-1)
  return rows.length > size && last ? { rows: page, next: last.id } : { rows: page }
}
