import type { Bilingual, Fault } from '@wehook/storage/sql'

interface DriverError {
  readonly code?: string
  readonly message?: string
  readonly severity?: string
}

interface FaultRow {
  /** The beginning of an SQLSTATE. */
  readonly state: string
  readonly fault: Fault
  readonly hint: Bilingual
}

const busy: Bilingual = {
  en: 'another transaction held the rows for long: look for open transactions in pg_stat_activity',
  zh: '有其他事务长时间占用这些行：在 pg_stat_activity 中查找未结束的事务',
}
const away: Bilingual = {
  en: 'the database cannot be reached: check that it runs and that host, port and user of the pool are right; service resumes when it is back',
  zh: '连不上数据库：检查数据库是否运行、连接池的主机、端口和用户是否正确；数据库恢复后服务即恢复',
}
const readOnly: Bilingual = {
  en: 'the server is read-only, as after a failover: let the pool connect to the primary; service resumes when it does',
  zh: '服务器处于只读状态（例如主从切换之后）：让连接池连到主库；连上后服务即恢复',
}
const denied: Bilingual = {
  en: 'grant USAGE on the schema, and SELECT, INSERT, UPDATE and DELETE on the tables and USAGE on the sequences of wehook, to this database user',
  zh: '给该数据库用户授予 schema 的 USAGE 权限、wehook 各表的 SELECT、INSERT、UPDATE、DELETE 权限及序列的 USAGE 权限',
}
const noTables: Bilingual = {
  en: 'the tables of wehook are missing: run the SQL that `npx wehook migrate --print postgres` prints',
  zh: '缺少 wehook 的表：执行 `npx wehook migrate --print postgres` 打印的 SQL',
}
const full: Bilingual = { en: 'free disk space on the database server', zh: '清理数据库服务器的磁盘空间' }
const busyPool: Bilingual = {
  en: 'the database takes no more connections: raise max_connections, or lower the limits of the pools',
  zh: '数据库连接数已满：调大 max_connections，或调小各连接池的上限',
}
const unknown: Bilingual = { en: 'look at the cause of this error', zh: '查看该错误的 cause' }

const rows: readonly FaultRow[] = [
  { state: '40001', fault: 'retry', hint: busy },
  { state: '40P01', fault: 'retry', hint: busy },
  { state: '55P03', fault: 'retry', hint: busy },
  { state: '22', fault: 'row', hint: unknown },
  { state: '25006', fault: 'broken', hint: readOnly },
  { state: '57P', fault: 'broken', hint: away },
  { state: '08', fault: 'broken', hint: away },
  { state: '53300', fault: 'broken', hint: busyPool },
  { state: '53100', fault: 'other', hint: full },
  { state: '42501', fault: 'denied', hint: denied },
  { state: '42P01', fault: 'other', hint: noTables },
  { state: '3F000', fault: 'other', hint: noTables },
]

const sqlState = /^[0-9A-Z]{5}$/
const lostConnection = /^E[A-Z]+$/
/** pg has no code for these. */
const lostMessages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

function rowOf(code: string): FaultRow | undefined {
  return sqlState.test(code) ? rows.find(({ state }) => code.startsWith(state)) : undefined
}

export function faultOf(error: unknown): Fault {
  const { code = '' } = error as DriverError
  return rowOf(code)?.fault ?? (isLost(error) ? 'broken' : 'other')
}

export function isBroken(error: unknown): boolean {
  return faultOf(error) === 'broken'
}

function isLost(error: unknown): boolean {
  const { code = '', message = '', severity } = error as DriverError
  return severity === undefined && (lostConnection.test(code) || lostMessages.test(message))
}

export function describe(error: unknown): { readonly name: string; readonly hint: Bilingual } {
  const { code } = error as DriverError
  const name =
    code ?? (isLost(error) ? 'the connection was lost' : error instanceof Error ? error.name : 'unknown error')
  return { name, hint: rowOf(code ?? '')?.hint ?? (isLost(error) ? away : unknown) }
}
