export type { MysqlTransaction } from './guard.js'
export type { MysqlPool } from './pool.js'
export { type MysqlStorage, type MysqlStorageOptions, mysqlSchema, mysqlStorage } from './storage.js'
