import type { PutAnswer, PutRow, SqlParameter, SqlSession, Tables } from '@wehook/storage/sql'

/**
 * Stores a group of entries with one statement.
 *
 * A duplicate changes a column, so that its commit waits until the row of the first put is on disk (otherwise MariaDB answers at once,
 * and a crash would lose a push that was answered with `success`). INSERT IGNORE cannot be used: it silently cuts values that are too long.
 */
export function putEntries(tables: Tables, now: string) {
  const columns =
    'k, id, nonce, channel, component_app_id, info_type, appid, traceparent, received_at, xml, state, due_at'
  const row = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ${now})`
  return async (session: SqlSession, group: readonly PutRow[]): Promise<readonly PutAnswer[]> => {
    const text = `INSERT INTO ${tables.entries} (${columns}) VALUES ${group.map(() => row).join(', ')}
      ON DUPLICATE KEY UPDATE puts = puts + 1`
    const { changed } = await session.run(text, group.flatMap(toParameters))
    // A new row counts as 1 and a duplicate as 2, whatever the flags of the host's pool.
    if (changed === group.length) return group.map(() => 'stored')
    return askWhichAreOurs(session, tables, group)
  }
}

function toParameters(row: PutRow): readonly SqlParameter[] {
  const { key, id, nonce, channel, componentAppId, infoType, appid, traceparent, receivedAt, xml } = row
  return [key, id, nonce, channel, componentAppId, infoType, appid, traceparent, receivedAt, xml]
}

/** The nonce in a row identifies the put that created it. */
async function askWhichAreOurs(
  session: SqlSession,
  tables: Tables,
  group: readonly PutRow[],
): Promise<readonly PutAnswer[]> {
  const { rows } = await session.run(
    `SELECT nonce FROM ${tables.entries} WHERE k IN (${group.map(() => '?').join(', ')})`,
    group.map(({ key }) => key),
  )
  const stored = new Set(rows.map(({ nonce }) => toHex(nonce as Uint8Array)))
  return group.map(({ nonce }) => (stored.has(toHex(nonce)) ? 'stored' : 'duplicate'))
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
