import type { Bilingual, Fault } from '@wehook/storage/sql'

interface DriverError {
  readonly errno?: number
  readonly code?: string
  readonly sqlState?: string
  readonly fatal?: boolean
}

interface FaultRow {
  readonly fault: Fault
  readonly hint: Bilingual
}

const busy: Bilingual = {
  en: 'another transaction held the rows for long: look for open transactions with SHOW ENGINE INNODB STATUS',
  zh: '有其他事务长时间占用这些行：用 SHOW ENGINE INNODB STATUS 查找未结束的事务',
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
  en: 'grant SELECT, INSERT, UPDATE and DELETE on the tables of wehook to this database user',
  zh: '给该数据库用户授予 wehook 各表的 SELECT、INSERT、UPDATE、DELETE 权限',
}
const noTables: Bilingual = {
  en: 'the tables of wehook are missing: run the SQL that `npx wehook migrate --print mysql` prints',
  zh: '缺少 wehook 的表：执行 `npx wehook migrate --print mysql` 打印的 SQL',
}
const full: Bilingual = { en: 'free disk space on the database server', zh: '清理数据库服务器的磁盘空间' }
const tooLong: Bilingual = {
  en: 'raise max_allowed_packet of the server, and check that nobody has altered the columns of wehook',
  zh: '调大服务器的 max_allowed_packet，并检查 wehook 的表结构是否被改过',
}
const busyPool: Bilingual = {
  en: 'the database takes no more connections: raise max_connections, or lower the limits of the pools',
  zh: '数据库连接数已满：调大 max_connections，或调小各连接池的上限',
}
const unknown: Bilingual = { en: 'look at the cause of this error', zh: '查看该错误的 cause' }

const rows: ReadonlyMap<number, FaultRow> = new Map([
  [1213, { fault: 'retry', hint: busy }],
  [1205, { fault: 'retry', hint: busy }],
  [1020, { fault: 'retry', hint: busy }],
  [1406, { fault: 'row', hint: tooLong }],
  [1264, { fault: 'row', hint: tooLong }],
  [1153, { fault: 'row', hint: tooLong }],
  [1301, { fault: 'row', hint: tooLong }],
  [1053, { fault: 'broken', hint: away }],
  [1927, { fault: 'broken', hint: away }],
  [4031, { fault: 'broken', hint: away }],
  [1290, { fault: 'broken', hint: readOnly }],
  [1792, { fault: 'broken', hint: readOnly }],
  [1836, { fault: 'broken', hint: readOnly }],
  [1040, { fault: 'broken', hint: busyPool }],
  [1203, { fault: 'broken', hint: busyPool }],
  [1044, { fault: 'denied', hint: denied }],
  [1045, { fault: 'other', hint: away }],
  [1142, { fault: 'denied', hint: denied }],
  [1143, { fault: 'denied', hint: denied }],
  [1227, { fault: 'denied', hint: denied }],
  [1146, { fault: 'other', hint: noTables }],
  [1021, { fault: 'other', hint: full }],
  [1114, { fault: 'other', hint: full }],
])

const lostConnection = /^(PROTOCOL_|E[A-Z]+$)/

export function faultOf(error: unknown): Fault {
  const { errno, sqlState } = error as DriverError
  const row = rows.get(errno ?? 0)
  if (row) return row.fault
  if (isLost(error)) return 'broken'
  return sqlState?.startsWith('22') ? 'row' : 'other'
}

export function isBroken(error: unknown): boolean {
  return faultOf(error) === 'broken'
}

/** mysql2 marks what ends a connection; a socket's own errors have the code of the system. */
function isLost(error: unknown): boolean {
  const { fatal, code } = error as DriverError
  return fatal === true || (typeof code === 'string' && lostConnection.test(code) && !code.startsWith('ER_'))
}

export function describe(error: unknown): { readonly name: string; readonly hint: Bilingual } {
  const { errno, code } = error as DriverError
  const name = code ?? (error instanceof Error ? error.name : 'unknown error')
  return { name, hint: rows.get(errno ?? 0)?.hint ?? (isLost(error) ? away : unknown) }
}
