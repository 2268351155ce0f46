import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool, type PoolOptions } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import { canRun, missing, newName } from './databases.js'
import { freezeProcess } from './freeze.js'

/** How to reach a server as a user who may do everything. */
export type MysqlAddress = Pick<PoolOptions, 'host' | 'port' | 'user' | 'password' | 'socketPath'>

/** A server of a test's own, on a socket in a directory of its own; what is committed survives `kill`. */
export interface OwnMysql {
  readonly address: MysqlAddress
  pid(): number
  /** Without settings: with those of the last time. */
  start(...settings: readonly string[]): Promise<void>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
  freeze(): void
  resume(): void
  /** Ends the server and removes its directory. */
  close(): Promise<void>
}

const connectTimeout = 1_000
const startWithinMs = 30_000
const installer = 'mariadb-install-db'
const server = 'mariadbd'
/** A server that runs as root must be told that this is meant. */
const asUser = process.getuid?.() === 0 ? ['--user=root'] : []

/** `parent`: where its directory is made. */
export function createOwnMysql(parent = tmpdir()): OwnMysql {
  const directory = mkdtempSync(join(parent, 'wehook-mysql-'))
  const data = join(directory, 'data')
  const socketPath = join(directory, 's.sock')
  const address = { socketPath, user: 'root' }
  const place = ['--no-defaults', `--datadir=${data}`, ...asUser]
  let running: ChildProcess | undefined
  let lastSettings: readonly string[] = []
  const { status, stderr } = spawnSync(installer, [
    ...place,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
  if (status !== 0) throw new Error(`${installer} failed: ${stderr}`)
  const kill = async () => {
    const dying = running
    running = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const exited = new Promise((resolve) => dying.once('exit', resolve))
    dying.kill('SIGKILL')
    await exited
  }
  return {
    address,
    pid: () => running?.pid ?? 0,
    async start(...settings) {
      if (settings.length > 0) lastSettings = settings
      const files = [`--socket=${socketPath}`, `--pid-file=${directory}/pid`, '--skip-networking']
      running = spawn(server, [...place, ...files, ...lastSettings], { stdio: 'ignore' })
      const deadline = Date.now() + startWithinMs
      while (!(await answers(address))) {
        if (Date.now() > deadline) throw new Error(`${server} did not start`)
        await sleep(20)
      }
    },
    kill,
    freeze: () => {
      if (running?.pid) freezeProcess(running.pid)
    },
    resume: () => void running?.kill('SIGCONT'),
    async close() {
      running?.kill('SIGCONT')
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * A server for a suite: `MYSQL_URL`, which must answer, else 127.0.0.1:3306 with the user root, else one of its own. Undefined with a printed reason
 * when there is none; with CI=true that is an error.
 */
export async function findMysql(): Promise<{ readonly address: MysqlAddress; close(): Promise<void> } | undefined> {
  const given = fromUrl(process.env['MYSQL_URL'])
  const address = given ?? { host: '127.0.0.1', port: 3306, user: 'root' }
  if (await answers(address)) return { address, close: async () => {} }
  if (given) throw new Error('no MySQL answers at MYSQL_URL')
  if (!canRun(server)) return missing('MySQL', 'no MySQL at MYSQL_URL or 127.0.0.1:3306, and no mariadbd to start')
  const own = createOwnMysql()
  await own.start()
  return { address: own.address, close: own.close }
}

/** For suites that kill and freeze their server: true, or false with a printed reason; with CI=true that is an error. */
export function requireOwnMysql(): boolean {
  return canRun(server) || missing('MySQL', 'no mariadbd to start') !== undefined
}

function fromUrl(url: string | undefined): MysqlAddress | undefined {
  if (!url) return undefined
  const { hostname, port, username, password } = new URL(url)
  return { host: hostname, port: Number(port || 3306), user: username, password: decodeURIComponent(password) }
}

async function answers(address: MysqlAddress): Promise<boolean> {
  try {
    const connection = await createConnection({ ...address, connectTimeout })
    await connection.end()
    return true
  } catch {
    return false
  }
}

/** The options of a host's pool. */
export interface HostPool extends PoolOptions {
  /** Statements that the host runs on each new connection. */
  readonly onConnect?: readonly string[]
}

/** An empty database of a test's own. */
export interface MysqlDatabase {
  readonly name: string
  readonly address: MysqlAddress & { readonly database: string }
  /** A pool as a host has one; `close` ends it. */
  pool(options?: HostPool): Pool
  /** Runs a statement beside the storage, as the host's DBA would. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Ends its pools. */
  closePools(): Promise<void>
  close(): Promise<void>
}

export async function createMysqlDatabase(server: MysqlAddress): Promise<MysqlDatabase> {
  const name = newName()
  const admin = await createConnection({ ...server, multipleStatements: true })
  await admin.query(`CREATE DATABASE ${name}; USE ${name}`)
  const pools: Pool[] = []
  const closePools = async () => {
    await Promise.all(
      pools.splice(0).map((pool) =>
        pool
          .promise()
          .end()
          .catch(() => undefined),
      ),
    )
  }
  const address = { ...server, database: name }
  return {
    name,
    address,
    pool({ onConnect = [], ...options } = {}) {
      const pool = createPool({ ...address, ...options })
      // Queued on the connection before any query of the pool's users.
      pool.on('connection', (connection) => {
        for (const sql of onConnect) connection.query(sql)
      })
      pools.push(pool)
      return pool
    },
    async query(sql) {
      const [rows] = await admin.query(sql)
      return rows as readonly Record<string, unknown>[]
    },
    closePools,
    async close() {
      await closePools()
      await admin.query(`DROP DATABASE ${name}`)
      await admin.end()
    },
  }
}
