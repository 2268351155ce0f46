export { checkConnections, notDurable } from './checks.js'
export { before, DeadlinePassed } from './deadline.js'
export type {
  ClaimRequest,
  ClaimRow,
  Dialect,
  LockRow,
  MigrationStep,
  PutAnswer,
  PutRow,
  SchemaDialect,
  TokenWriteRow,
} from './dialect.js'
export { claimColumns, toClaimRow } from './entries.js'
export { guardClient } from './guard.js'
export type { InTransaction } from './in-transaction.js'
export type { SqlInbox } from './inbox.js'
export { transact } from './lane.js'
export { printSchema } from './migrate.js'
export type { Fault, SqlParameter, SqlPort, SqlResult, SqlRow, SqlSession, SqlValue } from './port.js'
export { createSqlStorage, type SqlStorage, type SqlStorageOptions, sqlOptionNames } from './storage.js'
export { checkPrefix, nameTables, type Tables } from './tables.js'
export { texts as sqlTexts } from './texts.js'
