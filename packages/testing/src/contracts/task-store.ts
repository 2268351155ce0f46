import type { ContractCase } from './contract.js'
import { taskClaimCases } from './task-store-claims.js'
import { taskRowCases } from './task-store-rows.js'
import type { TaskStoreHarness } from './task-store-scene.js'
import { taskWriteCases } from './task-store-writes.js'

/** Every behaviour that `@wehook/tasks` relies on in a `TaskStore`, one case each. */
export const taskStoreContract: readonly ContractCase<TaskStoreHarness>[] = [
  ...taskRowCases,
  ...taskWriteCases,
  ...taskClaimCases,
]
