import { createSqlStorage, type SqlPort } from '@wehook/storage/sql'
import { afterEach, describe, expect, it } from 'vitest'
import { createDialect } from '../src/dialect.js'
import { writeParameters } from '../src/literals.js'
import { mysqlSchema } from '../src/storage.js'

/** What MySQL 5.7, MySQL 8, MySQL 9 or MariaDB 10.3 do not take, or take differently. */
const forbidden: Readonly<Record<string, RegExp>> = {
  WITH: /\bWITH\b/i,
  OVER: /\bOVER\s*\(/i,
  RETURNING: /\bRETURNING\b/i,
  'SKIP LOCKED, NOWAIT': /\bSKIP\s+LOCKED\b|\bNOWAIT\b/i,
  'FOR SHARE': /\bFOR\s+SHARE\b/i,
  'a row alias': /\bVALUES\s*\([^)]*\)\s*AS\b/i,
  'VALUES of a column': /\bUPDATE\b[\s\S]*\bVALUES\s*\(\s*[a-z_]+\s*\)/i,
  'VALUES ROW': /\bVALUES\s+ROW\b/i,
  LATERAL: /\bLATERAL\b/i,
  CHECK: /\bCHECK\s*\(/i,
  'DEFAULT (expression)': /\bDEFAULT\s*\(/i,
  'a functional index': /\b(?:KEY|INDEX)\s+\w*\s*\(\s*\(/i,
  'a descending or invisible index': /\b(?:KEY|INDEX)\b[^,]*\b(?:DESC|INVISIBLE)\b/i,
  JSON: /\bJSON\w*\b/i,
  'ADD COLUMN IF NOT EXISTS': /\bADD\s+COLUMN\s+IF\b/i,
  'INTERSECT, EXCEPT': /\bINTERSECT\b|\bEXCEPT\b/i,
  'a collation of MySQL 8': /0900/,
  'INSERT IGNORE': /\bIGNORE\b/i,
  'SYSDATE, UNIX_TIMESTAMP': /\bSYSDATE\b|\bUNIX_TIMESTAMP\b/i,
  'a text in double quotes': /"/,
  'COUNT of two columns in a row comparison': /\(\s*\w+\s*,\s*\w+\s*\)\s*[<>]/,
}

const storages: { close(): Promise<void> }[] = []
afterEach(() => Promise.all(storages.splice(0).map((storage) => storage.close())))

/** A storage over a port that notes its statements, and finds a row that fits most of them or none. */
function recordStatements() {
  const statements = new Set<string>()
  const bytes = Buffer.alloc(32, 1)
  const numbers = [
    'seq',
    'fence',
    'n',
    'version',
    'due_at',
    'received_at',
    'attempts',
    'at',
    'wait',
    'opened_at',
    'held_until',
  ]
  const row = {
    ...Object.fromEntries(numbers.map((name) => [name, 1])),
    ...{
      k: bytes,
      id: Buffer.from('a'),
      handler: bytes,
      nonce: bytes,
      owner: bytes,
      component_app_id: bytes,
      info_type: bytes,
    },
    ...{
      free: 1,
      ours: 1,
      got: 1,
      autocommit: 1,
      flush: 1,
      wait: -1,
      state: 1,
      channel: 0,
      claimed: 0,
      done: 0,
      forgotten: 0,
      removed: 0,
    },
    ...{ value: Buffer.from('v'), as_of: 1, forget_at: null, kind: bytes, outcome: bytes },
    ...{ unique_keys: Buffer.from('[]'), other_keys: Buffer.from('[]'), body: Buffer.from(''), xml: bytes },
    ...{ appid: null, traceparent: null, settled_at: null, last_error: null, failures: null, passed_at: null },
  }
  let left = 0
  const port: SqlPort = {
    max: 3,
    acquire: async () => ({
      client: {},
      async run(text, values = []) {
        statements.add(writeParameters(text, values).replaceAll(/\s+/g, ' '))
        left -= 1
        const isEmpty = left < 0 || text.includes('guard IN')
        const isFound = !isEmpty || text.includes('information_schema') || text.includes('GET_LOCK')
        return { rows: isFound ? [{ ...row, n: text.includes('engine') ? 0 : 1 }] : [], changed: 1 }
      },
      begin: async () => {},
      commit: async () => {},
      rollback: async () => {},
      release() {},
    }),
  }
  const storage = createSqlStorage(port, createDialect('wehook_'), { allowVolatile: true, warn: () => {} })
  storages.push(storage)
  return {
    storage,
    statements,
    /** How many of the next queries find a row; all after them find none, so that loops end. */
    find(count: number) {
      left = count
    },
  }
}

async function runEverything(): Promise<readonly string[]> {
  const { storage, statements, find } = recordStatements()
  const { inbox, tokens, tasks } = storage
  const entry = { id: 'a'.repeat(64), componentAppId: 'wx1', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' }
  const taskRow = {
    scope: 's',
    id: 'a',
    kind: 'k',
    outcome: 'o',
    openedAt: 1,
    dueAt: 1,
    unique: ['u'],
    keys: ['v'],
    body: '',
  }
  const filter = { infoType: 'authorized', appid: 'wx1', receivedFrom: 0, receivedBefore: 9 }
  const calls: readonly (() => Promise<unknown>)[] = [
    () => Promise.all([inbox.put(entry), inbox.put(entry)]),
    () => inbox.list({ ...filter, after: '1:1' }),
    () => inbox.list({ order: 'newest' }),
    () => inbox.get(entry.id),
    () => inbox.count(filter),
    () => inbox.requeue(entry.id),
    () => inbox.requeue(entry.id, { again: true }),
    () => inbox.requeueAll(filter, 1),
    () => inbox.discard(entry.id),
    () => inbox.discardAll(filter, 1),
    () => inbox.counts(),
    () => tokens.get('k'),
    () => tokens.set('k', { value: 'v', asOf: 1 }, { lock: 'l', number: 1 }),
    () => tokens.remove('k', 1),
    () => tasks.write([{ row: taskRow, expected: 0 }]),
    () => tasks.write([{ row: taskRow, expected: 1 }]),
    () => tasks.write([{ remove: { scope: 's', id: 'a' }, expected: 1 }]),
    () => tasks.find('s', 'k'),
    () => tasks.list('s', { kind: 'k', outcome: 'o', after: 'z' }),
    () => tasks.claimDue('s', 1, 2, 1),
    () => tasks.nextDueAt('s'),
    () => tasks.counts('s'),
    () => storage.sweep(),
  ]
  for (const call of calls) {
    for (const count of [0, 12]) {
      find(count)
      await call().catch(() => undefined)
    }
  }
  find(12)
  await tokens.withLock('l', async () => 1)
  find(12)
  const consumer = await inbox.consume(async () => 'handled', {
    concurrency: 2,
    retryDelaysMs: [1],
    handles: (infoType) => infoType.length > 0,
  })
  await new Promise((resolve) => setTimeout(resolve, 200))
  await consumer.close({ timeoutMs: 100 })
  return [...statements, ...mysqlSchema().split(';\n')]
}

describe('statements for MySQL', async () => {
  const statements = await runEverything()

  it('are all there to be looked at', () => {
    const kinds = [
      'INSERT INTO `wehook_entries`',
      'UPDATE `wehook_entries` SET owner',
      'SET state',
      'INSERT INTO `wehook_tasks`',
      'DELETE FROM `wehook_task_keys`',
      'INSERT INTO `wehook_locks`',
      'CREATE TABLE',
    ]
    for (const kind of kinds)
      expect(
        statements.some((statement) => statement.includes(kind)),
        kind,
      ).toBe(true)
    expect(statements.length).toBeGreaterThan(40)
  })

  it.each(Object.entries(forbidden))('use no %s', (_, pattern) => {
    expect(statements.filter((statement) => pattern.test(statement))).toEqual([])
  })

  it('R43, R44: say engine, row format, charset and collation of every table', () => {
    const tables = statements.filter((statement) => statement.includes('CREATE TABLE'))
    expect(tables.length).toBeGreaterThan(0)
    for (const table of tables)
      expect(table).toMatch(/ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin$/)
  })
})

describe('literals', () => {
  it('R13: are bytes, whole numbers or NULL, and nothing else', () => {
    expect(writeParameters('a = ? AND b = ? AND c = ?', [Buffer.from("\\'"), -5, null])).toBe(
      "a = X'5c27' AND b = -5 AND c = NULL",
    )
    for (const value of ['text', 1.5, Number.NaN, 2 ** 53, undefined, true, new Date(), [1], {}]) {
      expect(() => writeParameters('?', [value as never])).toThrow(TypeError)
    }
    expect(() => writeParameters('? ?', [1])).toThrow(/another number of parameters/)
    expect(() => writeParameters('?', [1, 2])).toThrow(/another number of parameters/)
  })
})
