import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freezeProcess } from './freeze.js'

const connectWithinMs = 500
const startWithinMs = 10_000

/** A redis-server of a test's own, on a socket in a directory of its own; what is written survives `kill`. */
export interface OwnRedis {
  /** For `connection`: a socket path is a URL to ioredis. */
  readonly socket: string
  /** Durable unless `settings` say otherwise; without any, with those of before. */
  start(...settings: readonly string[]): Promise<void>
  /** As `start`, and does not wait until it has loaded its data. */
  startLoading(...settings: readonly string[]): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  freeze(): void
  resume(): void
  /** Ends the server and removes its directory. */
  close(): Promise<void>
}

const durable = ['--appendonly', 'yes', '--appendfsync', 'always']

export function createOwnRedis(): OwnRedis {
  const directory = mkdtempSync(join(tmpdir(), 'wehook-redis-'))
  const socket = join(directory, 'redis.sock')
  let server: ChildProcess | undefined
  let lastSettings: readonly string[] = durable
  const kill = async () => {
    const dying = server
    server = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const exited = new Promise((resolve) => dying.once('exit', resolve))
    dying.kill('SIGKILL')
    await exited
  }
  const begin = (settings: readonly string[]) => {
    if (settings.length > 0) lastSettings = [...durable, ...settings]
    const place = ['--port', '0', '--unixsocket', socket, '--dir', directory, '--save', '']
    server = spawn('redis-server', [...place, ...lastSettings], { stdio: 'ignore' })
  }
  return {
    socket,
    async start(...settings) {
      begin(settings)
      await waitForPing(socket)
    },
    async startLoading(...settings) {
      begin(settings)
      await waitForPing(socket, { enableReadyCheck: false })
    },
    kill,
    freeze: () => {
      if (server?.pid) freezeProcess(server.pid)
    },
    resume: () => void server?.kill('SIGCONT'),
    async close() {
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function waitForPing(socket: string, options = {}): Promise<void> {
  const client = new Redis(socket, { retryStrategy: () => 20, maxLoadingRetryTime: 20, ...options }).on(
    'error',
    () => {},
  )
  try {
    const late = sleep(startWithinMs, 'late', { ref: false })
    // A server that asks for a password has started.
    const answer = client.ping().catch((error: Error) => error.message)
    if ((await Promise.race([answer, late])) === 'late') throw new Error('redis-server did not start')
  } finally {
    client.disconnect()
  }
}

/** Is there a `redis-server` to spawn? */
export function canSpawnRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/**
 * A Redis for a suite: `REDIS_URL`, else 127.0.0.1:6379, else one of its own. Undefined with a printed reason when there is none;
 * with CI=true that is an error.
 */
export async function findRedis(): Promise<{ readonly connection: string; close(): Promise<void> } | undefined> {
  for (const url of [process.env['REDIS_URL'], 'redis://127.0.0.1:6379']) {
    if (url && (await answers(url))) return { connection: url, close: async () => {} }
  }
  if (!canSpawnRedis()) return missing('no Redis at REDIS_URL or 127.0.0.1:6379, and no redis-server to start')
  const own = createOwnRedis()
  await own.start()
  return { connection: own.socket, close: own.close }
}

/** For suites that kill and freeze their server: true, or false with a printed reason; with CI=true that is an error. */
export function requireOwnRedis(): boolean {
  return canSpawnRedis() || missing('no redis-server to start') !== undefined
}

function missing(reason: string): undefined {
  if (process.env['CI'] === 'true') throw new Error(`Redis is needed with CI=true: ${reason}`)
  console.warn(`skipped: ${reason}`)
  return undefined
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: connectWithinMs, retryStrategy: () => null })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    client.disconnect()
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** A prefix that no other test has. */
export function newPrefix(): string {
  return `{wehook-test-${randomBytes(6).toString('hex')}}`
}

/** Every key under a prefix with what it holds, as one text. */
export async function dumpKeys(connection: string, prefix: string): Promise<string> {
  const client = new Redis(connection)
  try {
    const keys = await scanKeys(client, prefix)
    const values = await Promise.all(keys.map((key) => readAny(client, key)))
    return keys.map((key, n) => `${key} ${values[n]}`).join('\n')
  } finally {
    client.disconnect()
  }
}

export async function deleteKeys(connection: string, prefix: string): Promise<void> {
  const client = new Redis(connection)
  try {
    const keys = await scanKeys(client, prefix)
    if (keys.length > 0) await client.unlink(keys)
  } finally {
    client.disconnect()
  }
}

async function scanKeys(client: Redis, prefix: string): Promise<string[]> {
  const found: string[] = []
  let cursor = '0'
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1_000)
    cursor = next
    found.push(...keys)
  } while (cursor !== '0')
  return found
}

async function readAny(client: Redis, key: string): Promise<string> {
  const readers: Readonly<Record<string, () => Promise<unknown>>> = {
    string: () => client.get(key),
    hash: () => client.hgetall(key),
    list: () => client.lrange(key, 0, -1),
    set: () => client.smembers(key),
    zset: () => client.zrange(key, 0, '-1'),
    stream: () => client.xrange(key, '-', '+'),
  }
  return JSON.stringify(await readers[await client.type(key)]?.())
}
