// The suites of @wehook/mysql over servers that a machine rarely has: MySQL 9 and MariaDB 10.5, unpacked from Debian's packages into a
// folder of their own; nothing is installed. A server that cannot be had is skipped, visibly.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './pnpm.mjs'

const cache = join(root, 'node_modules/.cache/wehook-servers')
const libraries = 'usr/lib/x86_64-linux-gnu'
const loaders = ['usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2', 'lib/x86_64-linux-gnu/ld-2.31.so']

const servers = [
  { name: 'MySQL 9', suite: 'sid', package: 'mysql-server-core', program: 'usr/sbin/mysqld', prepare: initializeMysql },
  {
    name: 'MariaDB 10.5',
    suite: 'bullseye',
    package: 'mariadb-server-core-10.5',
    program: 'usr/sbin/mariadbd',
    prepare: bootstrapMariadb,
  },
]

const suites = [
  'test/mysql/contract.test.ts',
  'test/mysql/habits.test.ts',
  'test/sql/in-transaction.test.ts',
  'test/sql/migrations.test.ts',
]

/** The packages of a Debian suite and everything that they need, down to libc, unpacked. */
function unpack({ suite, package: wanted }) {
  const folder = join(cache, suite)
  const files = join(folder, 'root')
  if (existsSync(join(folder, 'complete'))) return files
  rmSync(folder, { recursive: true, force: true })
  for (const name of ['lists/partial', 'archives/partial', 'root']) mkdirSync(join(folder, name), { recursive: true })
  // As if nothing were installed, so that all packages are fetched.
  writeFileSync(join(folder, 'status'), '')
  writeFileSync(
    join(folder, 'sources.list'),
    `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian ${suite} main\n`,
  )
  writeFileSync(
    join(folder, 'apt.conf'),
    `Dir::State "${folder}";
Dir::State::status "${folder}/status";
Dir::Cache "${folder}";
Dir::Etc::sourcelist "${folder}/sources.list";
Dir::Etc::sourceparts "-";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
`,
  )
  const apt = (...args) => {
    const env = { ...process.env, APT_CONFIG: join(folder, 'apt.conf'), DEBIAN_FRONTEND: 'noninteractive' }
    const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`apt-get ${args[0]}: ${stderr?.trim().split('\n')[0] ?? 'cannot be started'}`)
  }
  apt('update')
  apt('install', '--yes', '--download-only', wanted)
  const archives = join(folder, 'archives')
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    const { status } = spawnSync('dpkg-deb', ['--extract', join(archives, file), files])
    if (status !== 0) throw new Error(`${file} cannot be unpacked`)
  }
  rmSync(archives, { recursive: true })
  writeFileSync(join(folder, 'complete'), '')
  return files
}

/** The program under its own loader and libraries, with options that both servers know. */
function commandOf(files, program, data) {
  const loader = loaders.map((name) => join(files, name)).find((path) => existsSync(path))
  if (!loader) throw new Error('there is no loader in the packages')
  const paths = [libraries, libraries.slice(4), `${libraries}/libproxy`].map((name) => join(files, name)).join(':')
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []
  const place = [`--basedir=${join(files, 'usr')}`, `--datadir=${data}`, ...asRoot]
  return { loader, args: ['--library-path', paths, join(files, program), '--no-defaults', ...place] }
}

function initializeMysql({ loader, args }) {
  const { status, stderr } = spawnSync(loader, [...args, '--initialize-insecure'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mysqld --initialize-insecure: ${stderr?.trim().split('\n').at(-1)}`)
}

/** What mariadb-install-db does. */
function bootstrapMariadb({ loader, args }, files, data) {
  const names = ['mysql_system_tables', 'mysql_performance_tables', 'mysql_system_tables_data', 'fill_help_tables']
  const scripts = names.map((name) => readFileSync(join(files, `usr/share/mysql/${name}.sql`), 'utf8'))
  const input = ['CREATE DATABASE mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ...scripts].join('\n')
  mkdirSync(data, { recursive: true })
  const { status, stderr } = spawnSync(loader, [...args, '--bootstrap'], { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`mariadbd --bootstrap: ${stderr?.trim().split('\n').at(-1)}`)
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

/** Runs the suites over one server; true when they passed. */
async function check(server, files) {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-server-'))
  const data = join(folder, 'data')
  const command = commandOf(files, server.program, data)
  const { stdout } = spawnSync(command.loader, [...command.args.slice(0, 3), '--version'], { encoding: 'utf8' })
  console.log(`=== ${server.name}: ${/Ver \S+/.exec(stdout)?.[0] ?? 'no version'}`)
  server.prepare(command, files, data)
  const port = await freePort()
  const place = [`--port=${port}`, '--bind-address=127.0.0.1', `--socket=${folder}/s.sock`, `--pid-file=${folder}/pid`]
  const own = server.name.startsWith('MySQL') ? ['--mysqlx=OFF', '--secure-file-priv=NULL'] : []
  const running = spawn(command.loader, [...command.args, ...place, ...own], { stdio: 'ignore' })
  try {
    for (let tries = 0; running.exitCode === null && !(await accepts(port)); tries++) {
      if (tries > 300) throw new Error('did not start within 30 s')
      await sleep(100)
    }
    if (running.exitCode !== null) throw new Error(`ended with ${running.exitCode}`)
    const env = { ...process.env, MYSQL_URL: `mysql://root@127.0.0.1:${port}` }
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project=long', ...suites]
    return spawnSync(process.execPath, vitest, { cwd: root, env, stdio: 'inherit' }).status === 0
  } finally {
    running.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

let failed = 0
for (const server of servers) {
  let files
  try {
    files = unpack(server)
  } catch (error) {
    console.warn(`skipped: ${server.name} cannot be had: ${error.message}`)
    continue
  }
  if (!(await check(server, files))) failed += 1
}
process.exit(failed === 0 ? 0 : 1)
