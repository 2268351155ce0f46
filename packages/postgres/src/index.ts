export type { PostgresTransaction } from './guard.js'
export type { PostgresPool } from './pool.js'
export { type PostgresStorage, type PostgresStorageOptions, postgresSchema, postgresStorage } from './storage.js'
