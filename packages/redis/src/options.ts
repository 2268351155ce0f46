import type { SealKey } from '@wehook/core'
import type { Cluster, Redis, RedisOptions } from 'ioredis'

/** ioredis' options; the shape of replies is not the host's to choose. */
export type ConnectionSettings = Omit<RedisOptions, 'replyMapping'>

/** What a connection is for: `put` and `tokens` answer soon or fail, `worker` waits for Redis as long as it takes. */
export type ConnectionRole = 'put' | 'worker' | 'tokens'

/** Opens a connection of the host's own making, for Redis Cluster. `settings` must be in force in it (a Cluster's `redisOptions`). */
export type OpenConnection = (settings: ConnectionSettings, role: ConnectionRole) => Redis | Cluster

export interface RedisStorageOptions {
  /** A URL (`redis://`, `rediss://`), ioredis options (Sentinel and TLS among them), or a function for Redis Cluster. */
  readonly connection: string | ConnectionSettings | OpenConnection
  /** Put before every key. Default `{wehook}`: the braces keep all keys on one node of a Redis Cluster. */
  readonly prefix?: string
  /** Seals stored text and tokens at rest (AES-256-GCM); see `createSealer`. Default: stored as they are. */
  readonly sealKey?: SealKey
  /**
   * Accept a Redis that loses what it was given: append-only file off, or keys evicted when memory is short. Default false: the
   * inbox then refuses to work with one (DESIGN §9).
   */
  readonly allowVolatile?: boolean
  /** How long a claim or a lock lasts without a sign of life of its holder, in ms. Default 30,000. */
  readonly leaseMs?: number
  /** Text of a handled entry is dropped after this many ms. Default 7 days. */
  readonly keepTextMs?: number
  /** Id and InfoType of a handled entry are dropped after this many ms. Default 30 days, DESIGN's least. */
  readonly keepIdMs?: number
  /** Called once for each doubt about durability that is no ground to refuse. Default: `console.warn`. */
  readonly warn?: (message: string) => void
}

export type RedisSettings = Required<Omit<RedisStorageOptions, 'sealKey'>> & Pick<RedisStorageOptions, 'sealKey'>

const dayMs = 24 * 60 * 60 * 1_000

export function toSettings(options: RedisStorageOptions): RedisSettings {
  return {
    prefix: '{wehook}',
    allowVolatile: false,
    leaseMs: 30_000,
    keepTextMs: 7 * dayMs,
    keepIdMs: 30 * dayMs,
    warn: (message) => console.warn(message),
    ...options,
  }
}
