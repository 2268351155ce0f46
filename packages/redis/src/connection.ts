import { type Cluster, Redis } from 'ioredis'
import { type Client, isClient, keyPrefixOf } from './client.js'
import { toError } from './error.js'
import { type Obstacle, obstacleOf } from './obstacle.js'
import type { ConnectionSettings, RedisSettings } from './options.js'
import { faults, keyPrefixGiven, noClientReturned } from './texts.js'

/** Settings for callers that wait for the answer: fail soon, queue nothing, repeat nothing, detect a server that no longer answers. */
const connectionSettings: ConnectionSettings = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  // The check uses INFO, which may be forbidden. Without it, a command that is sent while Redis loads its data fails with LOADING.
  enableReadyCheck: false,
  disableClientInfo: true,
  maxRetriesPerRequest: 1,
  stringNumbers: false,
  socketTimeout: 2_000,
  connectTimeout: 2_000,
  retryStrategy: (attempt) => Math.min(100 * attempt, 500),
}

/** A connection and the result of the last attempt to open it. */
export interface Connection {
  readonly client: Client
  /** Why there is no connection, where that is known. */
  obstacle(): Obstacle
  /** Set when Redis refuses to select the database: ioredis would then use database 0, and nothing may be written there. */
  databaseRefused(): Obstacle | undefined
}

/** @throws ERR_OPTIONS_INVALID when the host's function returns no client, or one with a `keyPrefix`. */
export function openConnection(settings: RedisSettings): Connection {
  const client = open(settings.connection)
  if (!isClient(client)) throw toError('ERR_OPTIONS_INVALID', noClientReturned)
  const connection = watched(client)
  if (!keyPrefixOf(client)) return connection
  client.disconnect()
  throw toError('ERR_OPTIONS_INVALID', keyPrefixGiven)
}

function open(connection: RedisSettings['connection']): unknown {
  if (typeof connection === 'string') return new Redis(connection, connectionSettings)
  if (typeof connection === 'function') return connection(connectionSettings)
  if (!isClient(connection)) return new Redis({ ...connection, ...connectionSettings })
  // Copies the host's client and never uses it directly: its settings for queueing and timeouts are chosen for the host.
  if (!connection.isCluster) return (connection as Redis).duplicate(connectionSettings)
  const { retryStrategy: _strategy, ...redisOptions } = connectionSettings
  return (connection as Cluster).duplicate([], { redisOptions, enableOfflineQueue: false })
}

/** Keeps the last error. Without a listener ioredis would print errors. */
function watched(client: Client): Connection {
  let last: Obstacle | undefined
  let refused: Obstacle | undefined
  let wasReady = false
  client.on('error', (error: ConnectionError) => {
    last = obstacleOf(error.lastNodeError ?? error)
    if (error.command?.name === 'select') refused = last
    if (!wasReady && last.fault === faults.connectionLost) last = closedEarly
  })
  client.on('close', () => {
    if (!wasReady) last ??= closedEarly
    wasReady = false
    refused = undefined
  })
  client.on('ready', () => {
    wasReady = true
    last = undefined
  })
  return {
    client,
    obstacle: () => last ?? { fault: silence(client), isRefusal: false },
    databaseRefused: () => refused,
  }
}

/** A server that expects TLS closes a connection that does not begin with it. */
const closedEarly: Obstacle = { fault: faults.closedEarly, isRefusal: false }

type ConnectionError = Error & { readonly lastNodeError?: Error; readonly command?: { readonly name: string } }

/** The server did not answer: it does not exist, or it speaks another protocol and waits for more input. */
function silence(client: Client) {
  const { stream } = client as { readonly stream?: { readonly connecting?: boolean; readonly encrypted?: boolean } }
  const isHandshaking = client.status === 'connecting' && stream?.encrypted === true && stream.connecting === false
  return isHandshaking ? faults.noTlsAnswer : faults.noAnswer
}

/** Resolves when `client` takes commands; rejects when it is closed, or when `closing` is aborted, because ioredis emits no event between two attempts to connect. */
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
    const onEnd = finish(() => reject(new Error('closed')))
    client.once('ready', onReady)
    client.once('end', onEnd)
    closing.addEventListener('abort', onEnd)
    if (client.status === 'end' || closing.aborted) onEnd()
  })
}
