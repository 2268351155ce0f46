import { expect, it } from 'vitest'
import type { SqliteConnection } from '../src/connection.js'
import { connect, newEntry, newFile, openStorage } from './file.js'

/** A storage and the statements that it has prepared since `clear`. */
function recorded(file: string) {
  const statements: string[] = []
  const open = (path: string): SqliteConnection => {
    const connection = connect(path)
    return {
      exec: (sql) => connection.exec(sql),
      close: () => connection.close(),
      prepare(sql) {
        statements.push(sql)
        return connection.prepare(sql) as ReturnType<SqliteConnection['prepare']>
      },
    }
  }
  return { storage: openStorage({ file, open }), statements }
}

const filters = [
  [{ state: 'dead' }, 'entries_received'],
  [{ state: 'dead', infoType: 'authorized' }, 'entries_info_type'],
  [{ state: 'dead', appid: 'wx1' }, 'entries_appid'],
  [{ state: 'dead', infoType: 'authorized', receivedFrom: 1, receivedBefore: 9 }, 'entries_info_type'],
  [{ state: 'dead', appid: 'wx1', receivedFrom: 1, receivedBefore: 9 }, 'entries_appid'],
] as const

it.each(filters)('a list and a count by %j read no entry that does not match: they use %s', async (filter, index) => {
  const file = newFile()
  const { storage, statements } = recorded(file)
  await storage.inbox.put(newEntry())
  const before = statements.length
  await storage.inbox.list(filter)
  await storage.inbox.list({ ...filter, order: 'newest' })
  await storage.inbox.count(filter)
  const asked = statements.slice(before).filter((sql) => /FROM entries WHERE state/.test(sql))
  expect(asked).toHaveLength(3)
  for (const sql of asked) {
    const rows = connect(file).prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[]
    const plan = rows.map(({ detail }) => detail).join('; ')
    expect(plan).toMatch(new RegExp(`SEARCH entries USING (COVERING )?INDEX ${index} `))
    expect(plan).not.toMatch(/TEMP B-TREE/)
  }
})
