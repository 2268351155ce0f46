export type { OpenConnection, SqliteConnection, SqliteStatement, SqliteValue } from './connection.js'
export { type SqliteStorage, type SqliteStorageOptions, sqliteStorage } from './storage.js'
