import { WehookError } from '@wehook/core'
import { type Cluster, Redis } from 'ioredis'
import type { ConnectionRole, ConnectionSettings, RedisSettings } from './options.js'

export type Client = Redis | Cluster

const retryStrategy = (attempt: number) => Math.min(100 * attempt, 500)

/** Of what the caller of a URL waits for: fail soon, queue nothing, notice a peer that fell silent (DESIGN §9). */
const promptSettings: ConnectionSettings = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 1_000,
  socketTimeout: 2_000,
  connectTimeout: 2_000,
  maxLoadingRetryTime: 200,
  retryStrategy,
}

/** BullMQ's worker holds its commands back until Redis is there again. `socketTimeout` exceeds the longest blocking read, 10 s. */
const patientSettings: ConnectionSettings = {
  maxRetriesPerRequest: null,
  socketTimeout: 20_000,
  connectTimeout: 5_000,
  maxLoadingRetryTime: 200,
  retryStrategy,
}

const settingsOf: Readonly<Record<ConnectionRole, ConnectionSettings>> = {
  put: promptSettings,
  tokens: promptSettings,
  worker: patientSettings,
}

export function openClient({ connection }: RedisSettings, role: ConnectionRole): Client {
  const settings = settingsOf[role]
  const client = typeof connection === 'function' ? connection(settings, role) : toRedis(connection, settings)
  if (typeof client?.duplicate === 'function') return silenced(client)
  throw new WehookError(
    'ERR_OPTIONS_INVALID',
    'the `connection` function of redisStorage returned no client of ioredis',
    {
      hint: 'return new Redis(…) or new Cluster(…) from it, with the settings that it is given',
    },
  )
}

function toRedis(connection: string | ConnectionSettings, settings: ConnectionSettings): Redis {
  return typeof connection === 'string' ? new Redis(connection, settings) : new Redis({ ...connection, ...settings })
}

/** ioredis prints errors that nobody listens to; ours surface at the command that they fail. */
function silenced(client: Client): Client {
  return client.on('error', () => {})
}

/** Resolves once `client` can take commands; rejects when it is closed, or `closing` tells so: ioredis itself says nothing between two attempts. */
export async function whenReady(client: Client, closing: AbortSignal): Promise<void> {
  if (client.status === 'ready') return
  if (client.status === 'wait') client.connect().catch(() => {})
  await new Promise<void>((resolve, reject) => {
    const finish = (settle: () => void) => () => {
      client.off('ready', onReady)
      client.off('end', onEnd)
      closing.removeEventListener('abort', onEnd)
      settle()
    }
    const onReady = finish(resolve)
    const onEnd = finish(() => reject(new Error('the connection to Redis is closed')))
    client.once('ready', onReady)
    client.once('end', onEnd)
    closing.addEventListener('abort', onEnd)
    if (client.status === 'end' || closing.aborted) onEnd()
  })
}

/** Gives `work` up after `withinMs`; it may still take effect in Redis. */
export async function bounded<T>(work: Promise<T>, withinMs: number, what = 'answer from'): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} Redis within ${withinMs} ms`)), withinMs)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** Cuts a client and every copy that is made of it from now on: BullMQ's worker reads from a copy, which it cannot close while Redis is away. */
export function disconnecterOf(client: Client): () => void {
  const copies: Client[] = []
  const duplicate = client.duplicate.bind(client) as (...options: unknown[]) => Client
  const tracked = (...options: unknown[]) => {
    const copy = silenced(duplicate(...options))
    copies.push(copy)
    return copy
  }
  Object.assign(client, { duplicate: tracked })
  return () => {
    for (const each of [client, ...copies]) each.disconnect()
  }
}
