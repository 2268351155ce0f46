/** How a database writes what filling needs. */
export interface FillDialect {
  /** The bytes of a text. */
  bytes(text: string): string
  /** The SHA-256 of a text, as bytes. */
  hash(text: string): string
  concat(...parts: readonly string[]): string
  run(sql: string): Promise<unknown>
}

export const mysqlFill: Omit<FillDialect, 'run'> = {
  bytes: (text) => `CAST(${text} AS BINARY)`,
  hash: (text) => `UNHEX(SHA2(${text}, 256))`,
  concat: (...parts) => `CONCAT(${parts.join(', ')})`,
}

export const postgresFill: Omit<FillDialect, 'run'> = {
  bytes: (text) => `convert_to(${text}, 'UTF8')`,
  hash: (text) => `sha256(convert_to(${text}, 'UTF8'))`,
  concat: (...parts) => `concat(${parts.join(', ')})`,
}

/** Fills tables that hold one task at least with `count` more (1,000,000 at most), one in ten of them with a time to come. */
export async function fillSqlTasks({ bytes, hash, concat, run }: FillDialect, count: number): Promise<void> {
  const at = Date.now()
  // Two times a thousand numbers: deeper recursion than that needs a setting, whose name differs between servers.
  const numbers = `WITH RECURSIVE digits (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM digits WHERE i < 999),
    numbers (i) AS (SELECT high.i * 1000 + low.i FROM digits AS high CROSS JOIN digits AS low)`
  const id = bytes(concat(`'0fill-'`, `LPAD(${concat('i')}, 9, '0')`))
  const isPending = (then: string, otherwise: string) => `CASE WHEN i % 10 = 0 THEN ${then} ELSE ${otherwise} END`
  const into = (table: string, columns: string, values: string) =>
    run(`INSERT INTO ${table} (${columns}) ${numbers} SELECT ${values} FROM numbers
      CROSS JOIN (SELECT scope, unique_keys, other_keys, body FROM wehook_tasks LIMIT 1) AS task WHERE i < ${count}`)
  await into(
    'wehook_tasks',
    'scope, id, version, kind, outcome, opened_at, due_at, due_from, unique_keys, other_keys, body',
    `scope, ${id}, 1, ${bytes(`'registration.enterprise'`)}, ${isPending(bytes(`'pending'`), bytes(`'succeeded'`))}, ${at},
      ${isPending(`${at + 86_400_000} + i`, 'NULL')}, ${isPending(`${at}`, 'NULL')}, unique_keys, other_keys, body`,
  )
  const unique = hash(concat(`'key:registration:fill-'`, 'i'))
  await into('wehook_task_keys', 'scope, k, id, guard', `scope, ${unique}, ${id}, ${unique}`)
  await into(
    'wehook_task_keys',
    'scope, k, id, guard',
    `scope, ${hash(concat(`'key:reference:fill-'`, 'i'))}, ${id}, NULL`,
  )
}
