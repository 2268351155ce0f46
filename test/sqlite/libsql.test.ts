import { inboxContract, taskStoreContract, tokenStoreContract } from '@wehook/testing'
import Libsql from 'libsql'
import { runContract } from '../support/run-contract.js'
import {
  createSqliteInboxHarness,
  createSqliteTaskHarness,
  createSqliteTokenHarness,
} from '../support/sqlite-harness.js'

const open = (file: string) => new Libsql(file)

runContract('SQLite inbox through libsql', inboxContract, createSqliteInboxHarness(open))
runContract('SQLite token store through libsql', tokenStoreContract, createSqliteTokenHarness(open))
runContract('SQLite task store through libsql', taskStoreContract, createSqliteTaskHarness(open))
