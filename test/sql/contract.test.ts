import { tokenStoreContract } from '@wehook/testing'
import { afterAll, describe } from 'vitest'
import { runContract } from '../support/run-contract.js'
import { findServers, type SqlServer, type SqlStorage, type StorageOptions } from '../support/sql-harness.js'

const servers = await findServers()
afterAll(() => Promise.all(servers.map((server) => server.close())))

/** Harness over one database. */
async function createHarness<T extends 'tokens'>(part: T, server: SqlServer) {
  const scene = await server.scene()
  const opened = new Map<SqlStorage[T], SqlStorage>()
  return {
    async open(options: StorageOptions = {}) {
      const storage = await scene.open(options)
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

describe.each(servers)('on $title', (server) => {
  runContract(`${server.title} token store`, tokenStoreContract, () => createHarness('tokens', server))
})
