import { createRequire } from 'node:module'
import type { SqliteConnection } from '@wehook/sqlite'
import { inboxContract, taskStoreContract, tokenStoreContract } from '@wehook/testing'
import { describe, it } from 'vitest'
import { runContract } from '../support/run-contract.js'
import {
  createSqliteInboxHarness,
  createSqliteTaskHarness,
  createSqliteTokenHarness,
} from '../support/sqlite-harness.js'

const require = createRequire(import.meta.url)
type Constructor = new (file: string) => SqliteConnection

/** Its binding is compiled for one version of Node, in a minute, by `npm run check:better-sqlite3` alone. */
function loadBetterSqlite3(): Constructor | undefined {
  try {
    const Database = require('better-sqlite3') as Constructor
    new Database(':memory:').close()
    return Database
  } catch (error) {
    if (process.env['WEHOOK_BETTER_SQLITE3']) throw error
    return undefined
  }
}

const Database = loadBetterSqlite3()

if (Database) {
  const open = (file: string) => new Database(file)
  runContract('SQLite inbox through better-sqlite3', inboxContract, createSqliteInboxHarness(open))
  runContract('SQLite token store through better-sqlite3', tokenStoreContract, createSqliteTokenHarness(open))
  runContract('SQLite task store through better-sqlite3', taskStoreContract, createSqliteTaskHarness(open))
} else {
  console.warn('better-sqlite3 is not compiled here, its contract is skipped: run npm run check:better-sqlite3')
  describe('SQLite through better-sqlite3', () => {
    it.skip('contract suites (not compiled here: npm run check:better-sqlite3)')
  })
}
