import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Pool, type PoolConfig, types } from 'pg'
import { missing, newName } from './databases.js'
import { freezeProcess } from './freeze.js'

/** How to reach a server as a user who may do everything. */
export type PostgresAddress = Pick<PoolConfig, 'host' | 'port' | 'user' | 'password' | 'database'>

/** A server of a test's own, on a socket in a directory of its own; what is committed survives `kill`. */
export interface OwnPostgres {
  readonly address: PostgresAddress
  /** Without settings: with those of the last time. */
  start(...settings: readonly string[]): Promise<void>
  /** SIGKILL to the server and all its backends; resolves when the first process is gone. */
  kill(): Promise<void>
  freeze(): void
  resume(): void
  /** Ends the server and removes its directory. */
  close(): Promise<void>
}

const connectionTimeoutMillis = 1_000
const startWithinMs = 30_000
const installations = '/usr/lib/postgresql'

/** The newest installed version's programs, or those on the path. */
const programs = existsSync(installations)
  ? join(
      installations,
      readdirSync(installations)
        .toSorted((a, b) => Number(a) - Number(b))
        .at(-1) ?? '',
      'bin',
    )
  : ''

function program(name: string): string {
  return programs ? join(programs, name) : name
}

function childrenOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['--no-headers', '-o', 'pid', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.split('\n').map(Number).filter(Boolean)
}

/** PostgreSQL refuses to run as root, so root starts it as the user that Debian's package makes. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

/** `parent`: where its directory is made. */
export function createOwnPostgres(parent = tmpdir()): OwnPostgres {
  const directory = mkdtempSync(join(parent, 'wehook-postgres-'))
  const user = serverUser()
  if (user) chownSync(directory, user.uid, user.gid)
  const data = join(directory, 'data')
  const { status, stderr } = spawnSync(
    program('initdb'),
    ['--pgdata', data, '--username=root', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
    { ...user, cwd: directory },
  )
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
  const address = { host: directory, user: 'root', database: 'postgres' }
  let running: ChildProcess | undefined
  let lastSettings: readonly string[] = []
  // Each backend has a process group of its own, so each gets the signal.
  const pids = () => (running?.pid ? [running.pid, ...childrenOf(running.pid)] : [])
  const signal = (name: NodeJS.Signals) => {
    for (const pid of pids()) {
      try {
        process.kill(pid, name)
      } catch {
        // It has ended since it was listed.
      }
    }
  }
  const kill = async () => {
    const dying = running
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const exited = new Promise((resolve) => dying.once('exit', resolve))
    signal('SIGKILL')
    running = undefined
    await exited
    rmSync(join(data, 'postmaster.pid'), { force: true })
  }
  return {
    address,
    async start(...settings) {
      if (settings.length > 0) lastSettings = settings
      const place = ['-D', data, '-k', directory, '-c', 'listen_addresses=']
      const given = lastSettings.flatMap((setting) => ['-c', setting])
      running = spawn(program('postgres'), [...place, ...given], {
        ...user,
        cwd: directory,
        stdio: 'ignore',
      })
      const deadline = Date.now() + startWithinMs
      while (!(await answers(address))) {
        if (Date.now() > deadline) throw new Error('postgres did not start')
        await sleep(20)
      }
    },
    kill,
    freeze: () => {
      for (const pid of pids()) freezeProcess(pid)
    },
    resume: () => signal('SIGCONT'),
    async close() {
      if (running) signal('SIGCONT')
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * A server for a suite: `POSTGRES_URL`, which must answer, else 127.0.0.1:5432 with this user's name, else one of its own. Undefined with a printed
 * reason when there is none; with CI=true that is an error.
 */
export async function findPostgres(): Promise<
  { readonly address: PostgresAddress; close(): Promise<void> } | undefined
> {
  const given = fromUrl(process.env['POSTGRES_URL'])
  const local = { host: '127.0.0.1', port: 5432, user: userInfo().username, database: 'postgres' }
  const address = given ?? local
  if (await answers(address)) return { address, close: async () => {} }
  if (given) throw new Error('no PostgreSQL answers at POSTGRES_URL')
  if (!canRunPostgres()) {
    return missing('PostgreSQL', 'no PostgreSQL at POSTGRES_URL or 127.0.0.1:5432, and none installed to start')
  }
  const own = createOwnPostgres()
  await own.start()
  return { address: own.address, close: own.close }
}

/** For suites that kill and freeze their server: true, or false with a printed reason; with CI=true that is an error. */
export function requireOwnPostgres(): boolean {
  return canRunPostgres() || missing('PostgreSQL', 'no PostgreSQL installed to start') !== undefined
}

function canRunPostgres(): boolean {
  return spawnSync(program('initdb'), ['--version']).status === 0
}

function fromUrl(url: string | undefined): PostgresAddress | undefined {
  if (!url) return undefined
  const { hostname, port, username, password, pathname } = new URL(url)
  const database = pathname.slice(1) || 'postgres'
  return {
    host: hostname,
    port: Number(port || 5432),
    user: username,
    password: decodeURIComponent(password),
    database,
  }
}

async function answers(address: PostgresAddress): Promise<boolean> {
  const client = new Client({ ...address, connectionTimeoutMillis })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** As pg was when it was loaded: a test may play a host that has replaced them. */
const parsers = new Map([17, 20].map((oid) => [oid, types.getTypeParser(oid)]))
const givenTypes = { getTypeParser: (oid: number) => parsers.get(oid) ?? types.getTypeParser(oid) }

/** An empty schema of a test's own. */
export interface PostgresDatabase {
  readonly schema: string
  readonly address: PostgresAddress
  /** A pool as a host has one; `close` ends it. */
  pool(options?: PoolConfig): Pool
  /** Runs a statement beside the storage, as the host's DBA would; the schema is in its search path. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Ends its pools. */
  closePools(): Promise<void>
  close(): Promise<void>
}

export async function createPostgresDatabase(server: PostgresAddress): Promise<PostgresDatabase> {
  const schema = newName()
  const admin = new Client(server)
  admin.on('error', () => {})
  await admin.connect()
  await admin.query(`CREATE SCHEMA ${schema}; SET search_path TO ${schema}`)
  const pools: Pool[] = []
  const closePools = async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.end().catch(() => undefined)))
  }
  return {
    schema,
    address: server,
    pool(options = {}) {
      const pool = new Pool({ ...server, options: `-c search_path=${schema}`, ...options })
      pools.push(pool)
      return pool
    },
    query: async (sql) => (await admin.query({ text: sql, types: givenTypes as typeof types })).rows,
    closePools,
    async close() {
      await closePools()
      await admin.query(`DROP SCHEMA ${schema} CASCADE`)
      await admin.end()
    },
  }
}
