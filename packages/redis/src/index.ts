export type { ConnectionSettings, OpenConnection, RedisStorageOptions } from './options.js'
export { type RedisStorage, redisStorage } from './storage.js'
