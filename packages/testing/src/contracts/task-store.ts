import type { TaskStore } from '@wehook/core'
import type { ContractCase } from './contract.js'
import { taskClaimCases } from './task-store-claims.js'
import { taskRowCases } from './task-store-rows.js'
import { taskWriteCases } from './task-store-writes.js'

/** What the task store contract needs of an implementation; each case gets a harness of its own, with empty storage. */
export interface TaskStoreHarness {
  /** A store on the harness's one storage, as another process would open it; with one process only, the same store again. */
  open(options?: { readonly sealKey?: string | readonly string[] }): Promise<TaskStore>
  /** All that is stored, as one text, to look for what must not be readable. */
  raw?(): Promise<string>
  /** Ends what was opened; called by the runner after the case. */
  close(): Promise<void>
}

/** Every behaviour that `@wehook/tasks` relies on in a `TaskStore`, one case each. */
export const taskStoreContract: readonly ContractCase<TaskStoreHarness>[] = [
  ...taskRowCases,
  ...taskWriteCases,
  ...taskClaimCases,
]
