export type { ConnectionRole, ConnectionSettings, OpenConnection, RedisStorageOptions } from './options.js'
export { type RedisStorage, redisStorage } from './storage.js'
