import type { Channel } from '@wehook/core/storage'
import { type Claim, type DueEntry, errorName, openedError, type Release, type Taken } from '@wehook/storage'
import type { StorageContext } from './context.js'
import { type EntryRow, optionalFields } from './row.js'

/** The row is this consumer's as long as it has the claim's fence. `text` is as stored: encrypted where there is a seal key. */
export interface SqliteClaim extends Claim {
  readonly text: string
}

type DueRow = Omit<EntryRow, 'state' | 'due_at' | 'settled_at'> & {
  readonly fence: number
  readonly claimed: number
  readonly passed_at: number | null
  readonly xml: string
}

interface ClaimRequest {
  readonly channel: Channel
  readonly limit: number
  readonly held: ReadonlyMap<number, unknown>
  readonly decide: (found: DueEntry) => 'deliver' | Release
}

const keptFailures = 20

/** When the next pending entry is due; undefined when none is pending. Reads at most one index entry. */
export function nextDueAt({ database }: StorageContext, channel: string): Promise<number | undefined> {
  return database.read(
    () =>
      database
        .sql<{ readonly due_at: number }>(
          `SELECT due_at FROM entries WHERE state = 'pending' AND channel = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`,
        )
        .get(channel)?.due_at,
  )
}

/**
 * Takes up to `limit` due entries, longest due first. Must run in one transaction of `database.write`, which holds the file's write lock
 * from its BEGIN IMMEDIATE on, so no other process can take a row between reading and claiming it.
 */
export function claimDue(context: StorageContext, request: ClaimRequest): Taken<SqliteClaim> {
  const { channel, limit, held, decide } = request
  const { database, now } = context
  const claims: SqliteClaim[] = []
  const released: { readonly claim: SqliteClaim; readonly release: Release }[] = []
  const at = now()
  const due = database
    .sql<DueRow>(
      `SELECT seq, fence, id, component_app_id, channel, info_type, appid, traceparent, received_at, attempts, claimed, passed_at, last_error, xml
       FROM entries JOIN texts USING (seq) WHERE state = 'pending' AND channel = ? AND due_at <= ? ORDER BY due_at LIMIT ?`,
    )
    .all(channel, at, limit + held.size)
  for (const row of due) {
    if (held.has(row.seq) || claims.length === limit) continue
    const decision = decide(toDueEntry(context, row, at))
    if (decision === 'deliver') {
      claims.push(take(context, toClaim(row, at)))
    } else {
      const claim = toClaim(row, at)
      release(context, claim, decision)
      released.push({ claim, release: decision })
    }
  }
  return { claims, released }
}

function toDueEntry({ codec }: StorageContext, row: DueRow, at: number): DueEntry {
  return {
    infoType: row.info_type,
    attempts: row.attempts,
    wasClaimed: row.claimed === 1,
    ...(row.last_error !== null && { lastError: openedError(codec, row.last_error, row.id) }),
    ...passedFor(row, at),
  }
}

function toClaim(row: DueRow, at: number): SqliteClaim {
  const { seq, fence, id, component_app_id: componentAppId, received_at: receivedAt, info_type: infoType } = row
  return {
    seq,
    fence,
    entry: { id, componentAppId, receivedAt, ...optionalFields(row) },
    infoType,
    attempts: row.attempts,
    ...passedFor(row, at),
    text: row.xml,
  }
}

function passedFor({ passed_at }: DueRow, at: number) {
  return passed_at !== null && { passedForMs: at - passed_at }
}

/** The attempt counts from here on, so an entry that makes the process crash also uses up its attempts. */
function take({ database, now, leaseMs }: StorageContext, claim: SqliteClaim): SqliteClaim {
  const taken = { ...claim, fence: claim.fence + 1, attempts: claim.attempts + 1 }
  const at = now()
  database
    .sql('UPDATE entries SET claimed = 1, fence = ?, attempts = ?, due_from = ?, due_at = ? WHERE seq = ?')
    .run(taken.fence, taken.attempts, at, at + leaseMs, taken.seq)
  return taken
}

/** Renews the lease, unless another consumer holds the row by now. */
export function renew({ database, now, leaseMs }: StorageContext, { seq, fence }: Claim): void {
  const at = now()
  database
    .sql('UPDATE entries SET due_from = ?, due_at = ? WHERE seq = ? AND fence = ?')
    .run(at, at + leaseMs, seq, fence)
}

/** False when another consumer holds the row by now. */
export function release(context: StorageContext, { seq, fence, entry }: Claim, how: Release): boolean {
  const { database, codec, now } = context
  const { state, attempts, dueInMs, lastError } = how
  const error = lastError && codec.toStored(lastError, errorName(entry.id))
  const at = now()
  const { changes } = database
    .sql(
      `UPDATE entries SET state = ?, claimed = 0, fence = fence + 1, attempts = ?,
         due_from = ?, due_at = CASE WHEN ? THEN ? END,
         settled_at = CASE WHEN ? THEN ? END,
         passed_at = CASE WHEN ? THEN min(coalesce(passed_at, 9007199254740991), ?) END,
         last_error = CASE WHEN ? THEN ? ELSE last_error END
       WHERE seq = ? AND fence = ?`,
    )
    .run(
      ...[state, attempts, at],
      ...[Number(dueInMs !== undefined), at + (dueInMs ?? 0)],
      ...[Number(state !== 'pending'), at],
      ...[Number(how.isPassed === true), at],
      ...[Number(error !== undefined), error ?? ''],
      ...[seq, fence],
    )
  if (changes > 0 && error !== undefined) noteFailure(context, seq, attempts, error)
  return changes > 0
}

function noteFailure({ database, now }: StorageContext, seq: number, attempt: number, error: string): void {
  database
    .sql(
      `INSERT INTO failures (seq, n, attempt, at, error)
       SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ? FROM failures WHERE seq = ?`,
    )
    .run(seq, attempt, now(), error, seq)
  database
    .sql('DELETE FROM failures WHERE seq = ? AND n <= (SELECT max(n) FROM failures WHERE seq = ?) - ?')
    .run(seq, seq, keptFailures)
}
