import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { missing } from './databases.js'
import type { PostgresAddress } from './postgres.js'

/** A PgBouncer of a test's own in transaction mode, in front of a server. */
export interface OwnPgBouncer {
  readonly address: PostgresAddress
  close(): Promise<void>
}

const startWithinMs = 10_000

/** True, or false with a printed reason; with CI=true that is an error. */
export function requirePgBouncer(): boolean {
  const isThere = spawnSync('pgbouncer', ['--version']).status === 0
  return isThere || missing('PgBouncer', 'no pgbouncer to start (Debian: apt-get install pgbouncer)') !== undefined
}

/** PgBouncer refuses to run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

export async function startPgBouncer(server: PostgresAddress): Promise<OwnPgBouncer> {
  const directory = mkdtempSync(join(tmpdir(), 'wehook-pgbouncer-'))
  const port = await freePort()
  const { host = '127.0.0.1', port: serverPort = 5432, user = '', database = 'postgres', password } = server
  const target = `host=${host} port=${serverPort} user=${user} dbname=${database}${password ? ` password=${String(password)}` : ''}`
  const file = join(directory, 'pgbouncer.ini')
  writeFileSync(
    file,
    `[databases]
${database} = ${target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 200
default_pool_size = 10
`,
  )
  const as = serverUser()
  if (as) for (const path of [directory, file]) chownSync(path, as.uid, as.gid)
  const running: ChildProcess = spawn('pgbouncer', ['-q', file], { ...as, stdio: 'ignore' })
  const address = { host: '127.0.0.1', port, user, database }
  const deadline = Date.now() + startWithinMs
  while (!(await answers(address))) {
    if (Date.now() > deadline) throw new Error('pgbouncer did not start')
    await sleep(20)
  }
  return {
    address,
    async close() {
      const exited = new Promise((resolve) => running.once('exit', resolve))
      running.kill('SIGKILL')
      await exited
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
    server.once('error', reject)
  })
}

async function answers(address: PostgresAddress): Promise<boolean> {
  const client = new Client({ ...address, connectionTimeoutMillis: 1_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    await client.end()
    return true
  } catch {
    return false
  }
}
