import Libsql from 'libsql'

/** Fills a file with `count` tasks, one in ten of them with a time to come, beside a connection that has made the tables. */
export async function fillTasks(file: string, scope: string, count: number): Promise<void> {
  const database = new Libsql(file)
  database.exec('PRAGMA synchronous = OFF')
  database.exec('PRAGMA cache_size = -400000')
  const at = Date.now()
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  database.exec('BEGIN IMMEDIATE')
  database.exec(`${numbers} INSERT INTO tasks (scope, id, version, kind, outcome, opened_at, due_at, due_from, unique_keys, keys, body)
    SELECT '${scope}', printf('0fill-%09d', i), 1, 'registration.enterprise', iif(i % 10 = 0, 'pending', 'succeeded'), ${at},
      iif(i % 10 = 0, ${at + 86_400_000} + i, NULL), iif(i % 10 = 0, ${at}, NULL), json_array('registration:fill-' || i), json_array('reference:fill-' || i),
      (SELECT body FROM tasks LIMIT 1) FROM n`)
  for (const [space, isUnique] of [
    ['registration', 1],
    ['reference', 0],
  ] as const) {
    database.exec(`INSERT INTO task_keys (seq, scope, key, is_unique)
      SELECT seq, scope, '${space}:fill-' || CAST(substr(id, 7) AS INTEGER), ${isUnique} FROM tasks WHERE id LIKE '0fill-%'`)
  }
  database.exec('COMMIT')
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  database.close()
}
