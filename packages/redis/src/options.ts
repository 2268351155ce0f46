import { type SealKey, WehookError } from '@wehook/core'
import { type Cluster, Redis, type RedisOptions } from 'ioredis'

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

export type RedisSettings = Required<Omit<RedisStorageOptions, 'sealKey'>> & { readonly sealKey: SealKey | undefined }

const dayMs = 24 * 60 * 60 * 1_000

/** @throws ERR_OPTIONS_INVALID */
export function toSettings(options: RedisStorageOptions): RedisSettings {
  const { connection, prefix = '{wehook}', allowVolatile = false, warn = toConsole } = options
  if (!isConnection(connection)) throw invalid('connection', connectionKinds)
  if (typeof prefix !== 'string' || prefix === '') throw invalid('prefix', 'a text that is not empty')
  const leaseMs = atLeast('leaseMs', options.leaseMs ?? 30_000, 100)
  const keepTextMs = atLeast('keepTextMs', options.keepTextMs ?? 7 * dayMs, 0)
  const keepIdMs = atLeast('keepIdMs', options.keepIdMs ?? Math.max(30 * dayMs, keepTextMs), keepTextMs)
  return { connection, prefix, sealKey: options.sealKey, allowVolatile, leaseMs, keepTextMs, keepIdMs, warn }
}

const connectionKinds =
  'a URL (redis://host:6379), ioredis options ({ host, port }), or a function that opens a client: (settings) => new Cluster(nodes, { redisOptions: settings }); not a client that stands already, for putting and delivering need one each with settings of their own'

/** ioredis itself reads what is given, and connects to nothing. A bad URL would come to light at the first push otherwise. */
function isConnection(connection: unknown): connection is RedisStorageOptions['connection'] {
  if (typeof connection === 'function') return true
  if (typeof connection !== 'string' && !isPlainObject(connection)) return false
  try {
    const settings = { lazyConnect: true }
    if (typeof connection === 'string') new Redis(connection, settings)
    else new Redis({ ...connection, ...settings })
    return connection !== ''
  } catch {
    return false
  }
}

/** Neither a client nor a list of nodes. */
function isPlainObject(value: unknown): value is ConnectionSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('duplicate' in value)
}

function toConsole(message: string): void {
  console.warn(message)
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return Math.round(value)
  throw invalid(name, `a number of milliseconds, at least ${least}`)
}

function invalid(name: string, expected: string): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', `redisStorage needs \`${name}\` to be ${expected}`, {
    hint: `change \`${name}\`, or leave it out where it has a default`,
  })
}
