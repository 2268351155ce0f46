import { inboxContract, tokenStoreContract } from '@wehook/testing'
import Libsql from 'libsql'
import { runContract } from '../support/run-contract.js'
import { createSqliteInboxHarness, createSqliteTokenHarness } from '../support/sqlite-harness.js'

const open = (file: string) => new Libsql(file)

runContract('SQLite inbox through libsql', inboxContract, createSqliteInboxHarness(open))
runContract('SQLite token store through libsql', tokenStoreContract, createSqliteTokenHarness(open))
