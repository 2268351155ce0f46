import {
  type ClaimRequest,
  type ClaimRow,
  claimColumns,
  type SqlSession,
  type Tables,
  toClaimRow,
} from '@wehook/storage/sql'

/** How many candidates are read for each entry wanted, so that processes which claim at the same time can take different ones. */
const candidatesPerClaim = 4

interface Candidate {
  readonly seq: number
  readonly fence: number
  /** Whether a consumer holds the row. It cannot change while the fence is the same. */
  readonly claimed: number
}

/**
 * Takes due entries by primary key and fence: no range is locked, whatever the isolation level, and no row is taken twice. Takes the
 * longest due first; when another process has taken some of those, the next claim takes any of the candidates.
 */
export function claimEntries(tables: Tables, now: string) {
  let isContended = false
  return async (session: SqlSession, request: ClaimRequest): Promise<readonly ClaimRow[]> => {
    const { limit, channel, owner, leaseMs, held, foreign, unhandledAfterMs } = request
    const isFree = held.length === 0 ? '' : `AND seq NOT IN (${held.map(() => '?').join(', ')})`
    const isOurs =
      foreign.length === 0
        ? ''
        : `AND (passed_at IS NULL OR passed_at <= ${now} - ? OR info_type NOT IN (${foreign.map(() => '?').join(', ')}))`
    const { rows } = await session.run(
      `SELECT seq, fence, claimed FROM ${tables.entries} WHERE state = 0 AND channel = ? AND due_at <= ${now} ${isFree} ${isOurs}
       ORDER BY due_at LIMIT ?`,
      [channel, ...held, ...(foreign.length === 0 ? [] : [unhandledAfterMs, ...foreign]), limit * candidatesPerClaim],
    )
    const candidates = rows as unknown as readonly Candidate[]
    const chosen = bySeq((isContended ? shuffle(candidates) : candidates).slice(0, limit))
    if (chosen.length === 0) return []
    const { changed } = await session.run(
      `UPDATE ${tables.entries}
       SET owner = ?, fence = fence + 1, claimed = 1, attempts = attempts + 1, due_at = ${now} + ?
       WHERE state = 0 AND due_at <= ${now} AND (${chosen.map(() => '(seq = ? AND fence = ?)').join(' OR ')})`,
      [owner, leaseMs, ...chosen.flatMap(({ seq, fence }) => [seq, fence])],
    )
    isContended = changed < chosen.length
    return changed === 0
      ? []
      : readClaims(session, `SELECT ${claimColumns}, ${now} AS at FROM ${tables.entries}`, owner, chosen)
  }
}

async function readClaims(
  session: SqlSession,
  select: string,
  owner: Uint8Array,
  chosen: readonly Candidate[],
): Promise<readonly ClaimRow[]> {
  const { rows } = await session.run(
    `${select} WHERE owner = ? AND seq IN (${chosen.map(() => '?').join(', ')})
     ORDER BY seq`,
    [owner, ...chosen.map(({ seq }) => seq)],
  )
  return rows.flatMap((row) => {
    const before = chosen.find(({ seq, fence }) => seq === row['seq'] && fence + 1 === row['fence'])
    return before ? [toClaimRow(row, before.claimed === 1)] : []
  })
}

function shuffle<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

/** Sorted, so that two claims which want the same rows lock them in the same order. */
function bySeq(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted((a, b) => a.seq - b.seq)
}
