import assert from 'node:assert/strict'
import type { TaskStore } from '@wehook/core'
import type { TaskPut, TaskRow, TaskWritten } from '@wehook/core/storage'
import type { ContractCase } from './contract.js'

/** The functions that the task store contract needs of an implementation; each case gets a harness of its own, with empty storage. */
export interface TaskStoreHarness {
  /** A store on the harness's one storage, as another process would open it; an implementation for a single process returns the same store. */
  open(options?: { readonly sealKey?: string | readonly string[] }): Promise<TaskStore>
  /** Everything that is stored, as one text, to search it for data that must not be readable. */
  raw?(): Promise<string>
  /** Ends what was opened; called by the runner after the case. */
  close(): Promise<void>
}

export const scope = 'wx0000000000000001'
export const otherScope = 'wx0000000000000002'
export const written: TaskWritten = { written: true }

export type NewRow = Omit<TaskRow, 'version'>

/** A row; `n` makes its id and its opening time. */
export function rowOf(n: number, fields: Partial<NewRow> = {}): NewRow {
  return {
    scope,
    id: `t${String(n).padStart(6, '0')}`,
    kind: 'registration.beta',
    outcome: 'pending',
    openedAt: 1_795_000_000_000 + n,
    unique: [],
    keys: [],
    body: JSON.stringify({ n }),
    ...fields,
  }
}

export const insertOf = (row: NewRow): TaskPut => ({ row, expected: 0 })

export async function insert(store: TaskStore, ...rows: readonly NewRow[]): Promise<void> {
  for (const row of rows) assert.deepEqual(await store.write([insertOf(row)]), written)
}

export const idsOf = (rows: readonly TaskRow[]): readonly string[] => rows.map((row) => row.id)

/** A case with one store, opened without a seal key unless one is given. */
export function storeCase(
  name: string,
  play: (store: TaskStore, harness: TaskStoreHarness) => Promise<void>,
  options: { readonly needs?: 'raw'; readonly sealKey?: string } = {},
): ContractCase<TaskStoreHarness> {
  const { needs, ...opening } = options
  return { name, ...(needs && { needs }), run: async (harness) => play(await harness.open(opening), harness) }
}
