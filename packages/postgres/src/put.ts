import type { PutAnswer, PutRow, SqlSession, Tables } from '@wehook/storage/sql'

/** Forces a durable commit of this statement where the connection's setting is `off`; stronger settings of the host are kept. */
export const durable = `durable AS MATERIALIZED (SELECT set_config('synchronous_commit',
  CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true))`

/**
 * Stores a group of entries with one statement, whose text is the same for groups of any size. The XML of all entries is one parameter, from
 * which the server takes each entry's part: `pg` sends a single `bytea` as it is, but an array of them as hex digits, which are twice as long.
 */
export function putEntries(tables: Tables, now: string) {
  const text = `WITH ${durable}
    INSERT INTO ${tables.entries} (k, id, channel, component_app_id, info_type, appid, traceparent, received_at, xml, state, due_at)
    SELECT k, id, channel, component_app_id, info_type, appid, traceparent, received_at, substring(?::bytea FROM xml_at FOR xml_bytes), 0, ${now}
    FROM unnest(?::bytea[], ?::bytea[], ?::int[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bigint[], ?::int[], ?::int[])
      AS put (k, id, channel, component_app_id, info_type, appid, traceparent, received_at, xml_at, xml_bytes)
    CROSS JOIN durable
    ON CONFLICT (k) DO NOTHING RETURNING k`

  return async (session: SqlSession, group: readonly PutRow[]): Promise<readonly PutAnswer[]> => {
    const { rows } = await session.run(text, [
      Buffer.concat(group.map(({ xml }) => xml)),
      group.map(({ key }) => key),
      group.map(({ id }) => id),
      group.map(({ channel }) => channel),
      group.map(({ componentAppId }) => componentAppId),
      group.map(({ infoType }) => infoType),
      group.map(({ appid }) => appid),
      group.map(({ traceparent }) => traceparent),
      group.map(({ receivedAt }) => receivedAt),
      startsOf(group),
      group.map(({ xml }) => xml.length),
    ])
    if (rows.length === group.length) return group.map(() => 'stored')
    const stored = new Set(rows.map(({ k }) => toHex(k as Uint8Array)))
    // Of two equal entries, the first one created the row.
    return group.map(({ key }) => (stored.delete(toHex(key)) ? 'stored' : 'duplicate'))
  }
}

/** Where each entry's XML begins in the parameter; SQL counts from 1. */
function startsOf(group: readonly PutRow[]): readonly number[] {
  let next = 1
  return group.map(({ xml }) => {
    const start = next
    next += xml.length
    return start
  })
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
