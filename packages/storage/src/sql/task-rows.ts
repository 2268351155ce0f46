import type { TaskRow } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { toText } from './keys.js'
import type { SqlRow } from './port.js'

const columns = [
  'id',
  'version',
  'kind',
  'outcome',
  'opened_at',
  'due_at',
  'due_from',
  'unique_keys',
  'other_keys',
  'body',
]

export function selectTasks(table: string, alias = 'task'): string {
  return `SELECT ${columns.map((column) => `${alias}.${column}`).join(', ')} FROM ${table} AS ${alias}`
}

export function toTaskRow({ codec }: SqlContext, scope: string, row: SqlRow): TaskRow {
  const text = (column: string) => toText(row[column] as Uint8Array)
  const id = text('id')
  const dueAt = row['due_at']
  const dueFrom = row['due_from']
  return {
    scope,
    id,
    version: row['version'] as number,
    kind: text('kind'),
    outcome: text('outcome'),
    openedAt: row['opened_at'] as number,
    ...(typeof dueAt === 'number' && { dueAt }),
    ...(typeof dueFrom === 'number' && { dueFrom }),
    unique: JSON.parse(text('unique_keys')) as readonly string[],
    keys: JSON.parse(text('other_keys')) as readonly string[],
    body: codec.fromStored(text('body'), taskName(scope, id)),
  }
}

/** The name that a task's encrypted body is bound to, so that it cannot be decrypted as the body of another task. */
export function taskName(scope: string, id: string): string {
  return `task:${scope}:${id}`
}
