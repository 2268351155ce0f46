import { inboxContract, taskStoreContract, tokenStoreContract } from '@wehook/testing'
import { describe } from 'vitest'
import { runContract } from './run-contract.js'
import type { SqlServer, SqlStorage, StorageOptions } from './sql-harness.js'

type Part = 'inbox' | 'tokens' | 'tasks'

/** The contracts give a list of seal keys a looser type. */
type ContractOptions = Omit<StorageOptions, 'sealKey'> & { readonly sealKey?: string | readonly string[] }

/** Harness over one database; each case begins with empty tables. */
async function createHarness<T extends Part>(part: T, server: SqlServer) {
  const scene = await server.scene()
  const opened = new Map<SqlStorage[T], SqlStorage>()
  return {
    async open(options: ContractOptions = {}) {
      const storage = await scene.open(options as StorageOptions)
      opened.set(storage[part], storage)
      return storage[part]
    },
    async crash(it: SqlStorage[T]) {
      const storage = opened.get(it)
      if (storage) scene.crash(storage)
    },
    raw: scene.raw,
    close: scene.close,
  }
}

/** Runs the contract suites of all parts of a storage; skipped where there is no server. */
export function runSqlContracts(title: string, server: SqlServer | undefined): void {
  describe.skipIf(!server)(title, () => {
    if (!server) return
    runContract(`${title} inbox`, inboxContract, () => createHarness('inbox', server))
    runContract(`${title} token store`, tokenStoreContract, () => createHarness('tokens', server))
    runContract(`${title} task store`, taskStoreContract, () => createHarness('tasks', server))
  })
}
