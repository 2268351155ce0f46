import type { SealKey } from '@wehook/core'
import { checkOptionNames } from '@wehook/core/storage'
import { type Cluster, Redis, type RedisOptions } from 'ioredis'
import { isClient, keyPrefixOf } from './client.js'
import { toError } from './error.js'
import { expected, invalidOption, keyPrefixGiven } from './texts.js'

/** The options of ioredis, without the one that changes the form of replies. */
export type ConnectionSettings = Omit<RedisOptions, 'replyMapping'>

/** A function of the host that opens a connection, for Redis Cluster. It must apply `settings` (as a Cluster's `redisOptions`). */
export type OpenConnection = (settings: ConnectionSettings) => Redis | Cluster

export interface RedisStorageOptions {
  /**
   * A URL (`redis://`, `rediss://`), ioredis options (Sentinel and TLS among them), a client of ioredis, which is copied and not used
   * itself, or a function that opens one.
   */
  readonly connection: string | ConnectionSettings | Redis | Cluster | OpenConnection
  /** The beginning of every key. Default `{wehook}`: the braces keep all keys on one node of a Redis Cluster. */
  readonly prefix?: string
  /** Encrypts texts and tokens at rest (AES-256-GCM): 32 bytes as 64 hex digits or base64; to rotate, the new key first, then the old ones. Default: stored unencrypted. */
  readonly sealKey?: SealKey
  /**
   * Accept a Redis that loses data: append-only file off, or keys evicted when memory is short. Default false: the inbox then refuses
   * to work with one.
   */
  readonly allowVolatile?: boolean
  /** Lease in ms: a process silent for this long loses its entries and locks to others. Default 30,000. */
  readonly leaseMs?: number
  /** Text of a handled entry is dropped after this many ms. Default 7 days. */
  readonly keepTextMs?: number
  /** Id and InfoType of a handled entry are dropped after this many ms. Default 30 days, or `keepTextMs` if that is longer. */
  readonly keepIdMs?: number
  /** Language of warnings. Default `en`. */
  readonly language?: 'en' | 'zh'
  /** Called with durability warnings that are not serious enough to refuse startup, once each. Default: `console.warn`. */
  readonly warn?: (message: string) => void
}

export type RedisSettings = Required<Omit<RedisStorageOptions, 'sealKey'>> & { readonly sealKey: SealKey | undefined }

const names: Readonly<Record<keyof RedisStorageOptions, true>> = {
  ...{
    connection: true,
    prefix: true,
    sealKey: true,
    allowVolatile: true,
    leaseMs: true,
    keepTextMs: true,
    keepIdMs: true,
  },
  ...{ language: true, warn: true },
}

const dayMs = 24 * 60 * 60 * 1_000

/** @throws ERR_OPTIONS_INVALID */
export function toSettings(options: RedisStorageOptions): RedisSettings {
  checkOptionNames('redisStorage', options, names)
  const { connection, sealKey, prefix = '{wehook}', allowVolatile = false, language = 'en', warn = toConsole } = options
  const client = sampleClient(connection)
  if (client === undefined) throw invalid('connection', expected.connection)
  if (client !== 'unknown' && keyPrefixOf(client)) throw toError('ERR_OPTIONS_INVALID', keyPrefixGiven)
  if (typeof prefix !== 'string' || prefix === '') throw invalid('prefix', expected.text)
  if (language !== 'en' && language !== 'zh') throw invalid('language', expected.language)
  const leaseMs = atLeast('leaseMs', options.leaseMs ?? 30_000, 100)
  const keepTextMs = atLeast('keepTextMs', options.keepTextMs ?? 7 * dayMs, 0)
  const keepIdMs = atLeast('keepIdMs', options.keepIdMs ?? Math.max(30 * dayMs, keepTextMs), keepTextMs)
  return { connection, prefix, sealKey, allowVolatile, leaseMs, keepTextMs, keepIdMs, language, warn }
}

/**
 * A client as `connection` would open it, without connecting: ioredis parses the option. Undefined when the option is no connection;
 * the connection of a function is checked when it is used.
 */
function sampleClient(connection: unknown): Redis | Cluster | 'unknown' | undefined {
  if (typeof connection === 'function') return 'unknown'
  if (isClient(connection)) return connection
  try {
    if (typeof connection === 'string' && connection !== '') return new Redis(connection, { lazyConnect: true })
    if (isPlainObject(connection)) return new Redis({ ...connection, lazyConnect: true })
  } catch {
    // The caller reports the error: the message of ioredis may quote the password.
  }
  return undefined
}

function isPlainObject(value: unknown): value is ConnectionSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toConsole(message: string): void {
  console.warn(message)
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return Math.round(value)
  throw invalid(name, expected.ms(least))
}

function invalid(name: string, wanted: Parameters<typeof invalidOption>[1]) {
  return toError('ERR_OPTIONS_INVALID', invalidOption(name, wanted))
}
