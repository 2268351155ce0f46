import {
  type ClaimRequest,
  type ClaimRow,
  claimColumns,
  type SqlSession,
  type Tables,
  toClaimRow,
} from '@wehook/storage/sql'

/** Takes the longest due entries that no other process is taking now. */
export function claimEntries(tables: Tables, now: string) {
  const columns = claimColumns
    .split(', ')
    .map((column) => `entry.${column}`)
    .join(', ')
  const text = `WITH due AS MATERIALIZED (
      SELECT seq, claimed FROM ${tables.entries} WHERE state = 0 AND channel = ? AND due_at <= ${now} AND seq <> ALL (?::bigint[])
        AND (passed_at IS NULL OR passed_at <= ${now} - ? OR info_type <> ALL (?::bytea[]))
      ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
    UPDATE ${tables.entries} AS entry
    SET owner = ?, fence = fence + 1, claimed = 1, attempts = attempts + 1, due_at = ${now} + ?
    FROM due WHERE entry.seq = due.seq
    RETURNING ${columns}, due.claimed AS was_claimed, ${now} AS at`

  return async (session: SqlSession, request: ClaimRequest): Promise<readonly ClaimRow[]> => {
    const { channel, limit, owner, leaseMs, held, foreign, unhandledAfterMs } = request
    const { rows } = await session.run(text, [channel, held, unhandledAfterMs, foreign, limit, owner, leaseMs])
    return rows.map((row) => toClaimRow(row, row['was_claimed'] === 1)).toSorted((a, b) => a.seq - b.seq)
  }
}
