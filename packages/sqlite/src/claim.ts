import { retryDelayMs } from '@wehook/core/storage'
import type { StorageContext } from './context.js'

/** An entry's row as it was taken; the row is this consumer's as long as it has this `fence`. */
export interface Claim {
  readonly seq: number
  readonly fence: number
  readonly id: string
  readonly componentAppId: string
  readonly receivedAt: number
  /** As stored: sealed, perhaps. */
  readonly text: string
  /** This one included. */
  readonly attempts: number
}

/** An entry found with its attempts used up by processes that did not live to say how the last one ended. */
export interface Death extends Claim {
  readonly lastError: string
}

interface DueRow {
  readonly seq: number
  readonly fence: number
  readonly id: string
  readonly component_app_id: string
  readonly received_at: number
  readonly attempts: number
  readonly claimed: number
  readonly last_error: string | null
  readonly xml: string
}

/** When the next pending entry is due, in ms; undefined when none is pending. Touches no more than one index entry. */
export function nextDueAt({ database }: StorageContext): Promise<number | undefined> {
  return database.read(
    () =>
      database
        .sql<{ readonly due_at: number }>(
          `SELECT due_at FROM entries WHERE state = 'pending' AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`,
        )
        .get()?.due_at,
  )
}

/** Takes up to `limit` due entries, longest due first, but none of `held`: those are this consumer's already. */
export function claimDue(
  context: StorageContext,
  limit: number,
  retryDelaysMs: readonly number[],
  held: ReadonlyMap<number, unknown>,
): { readonly claims: readonly Claim[]; readonly deaths: readonly Death[] } {
  const claims: Claim[] = []
  const deaths: Death[] = []
  for (const row of findDue(context, limit + held.size)) {
    if (held.has(row.seq) || claims.length === limit) continue
    const claim = toClaim(row)
    const lastError = row.claimed || row.last_error === null ? lostAttempt(row.attempts) : row.last_error
    const patience = row.claimed ? stillToWait(retryDelaysMs, row.attempts, context.leaseMs) : 0
    if (row.attempts > retryDelaysMs.length) {
      bury(context, claim, lastError)
      deaths.push({ ...claim, lastError })
    } else if (patience > 0) {
      postpone(context, claim, patience, lastError)
    } else {
      claims.push(take(context, claim))
    }
  }
  return { claims, deaths }
}

function findDue({ database, now }: StorageContext, limit: number): readonly DueRow[] {
  return database
    .sql<DueRow>(
      `SELECT seq, fence, id, component_app_id, received_at, attempts, claimed, last_error, xml FROM entries JOIN texts USING (seq)
       WHERE state = 'pending' AND due_at <= ? ORDER BY due_at LIMIT ?`,
    )
    .all(now(), limit)
}

function toClaim({ seq, fence, id, component_app_id, received_at, attempts, xml }: DueRow): Claim {
  return { seq, fence, id, componentAppId: component_app_id, receivedAt: received_at, attempts, text: xml }
}

/**
 * An attempt lost with its process has waited for its lease to end; where the table says longer, it waits on. So an entry that
 * kills its process is parted, by the table's variation, from those that were under way beside it and died with it.
 */
function stillToWait(retryDelaysMs: readonly number[], attempts: number, leaseMs: number): number {
  return Math.max(0, (retryDelayMs(retryDelaysMs, attempts) ?? 0) - leaseMs)
}

function lostAttempt(attempt: number): string {
  return `attempt ${attempt} did not end: its process died, stalled or was shut down meanwhile`
}

/** The attempt counts from here on, so an entry that kills its process uses its attempts up too. */
function take({ database, now, leaseMs }: StorageContext, claim: Claim): Claim {
  const taken = { ...claim, fence: claim.fence + 1, attempts: claim.attempts + 1 }
  database
    .sql('UPDATE entries SET claimed = 1, fence = ?, attempts = ?, due_at = ? WHERE seq = ?')
    .run(taken.fence, taken.attempts, now() + leaseMs, taken.seq)
  return taken
}

/** Pushes the end of the lease out. False when the entry is another's by now, here and below: its fence has moved on. */
export function renew({ database, now, leaseMs }: StorageContext, { seq, fence }: Claim): boolean {
  return isChanged(
    database.sql('UPDATE entries SET due_at = ? WHERE seq = ? AND fence = ?').run(now() + leaseMs, seq, fence),
  )
}

/** Kept as handled: due again when its text is to be dropped. */
export function settleHandled({ database, now, retention }: StorageContext, { seq, fence }: Claim): boolean {
  const at = now()
  return isChanged(
    database
      .sql(
        `UPDATE entries SET state = 'handled', claimed = 0, fence = fence + 1, settled_at = ?, due_at = ? WHERE seq = ? AND fence = ?`,
      )
      .run(at, at + retention.textMs, seq, fence),
  )
}

/** Kept until it is requeued by hand. */
export function settleUnhandled({ database, now }: StorageContext, { seq, fence }: Claim): boolean {
  return isChanged(
    database
      .sql(
        `UPDATE entries SET state = 'unhandled', claimed = 0, fence = fence + 1, settled_at = ?, due_at = NULL WHERE seq = ? AND fence = ?`,
      )
      .run(now(), seq, fence),
  )
}

/** Kept until it is requeued by hand. */
export function bury({ database, now }: StorageContext, { seq, fence }: Claim, lastError: string): boolean {
  return isChanged(
    database
      .sql(
        `UPDATE entries SET state = 'dead', claimed = 0, fence = fence + 1, settled_at = ?, due_at = NULL, last_error = ?
         WHERE seq = ? AND fence = ?`,
      )
      .run(now(), lastError, seq, fence),
  )
}

/** Due for its next attempt in `delayMs`. */
export function postpone(
  { database, now }: StorageContext,
  { seq, fence }: Claim,
  delayMs: number,
  lastError: string,
): boolean {
  return isChanged(
    database
      .sql('UPDATE entries SET claimed = 0, fence = fence + 1, due_at = ?, last_error = ? WHERE seq = ? AND fence = ?')
      .run(now() + delayMs, lastError, seq, fence),
  )
}

/** Lets others have the entry at once. */
export function giveBack({ database, now }: StorageContext, { seq, fence }: Claim): boolean {
  return isChanged(
    database
      .sql('UPDATE entries SET claimed = 0, fence = fence + 1, due_at = ? WHERE seq = ? AND fence = ?')
      .run(now(), seq, fence),
  )
}

/** Of the ±10 % of the table nothing is left over, of a clock that is put right by little steps something. */
const clockSlackMs = 1_000
/** No lease lasts as long, whatever another release of the host was told. */
const longestLeaseMs = 3_600_000

/**
 * Calls back what is due later than lease and table can have put it: it was stored, claimed or put off while the clock ran ahead (a
 * machine that starts with its clock in local time is 8 h ahead in China), and would wait until the time of then.
 */
export function recall({ database, now, leaseMs }: StorageContext, retryDelaysMs: readonly number[]): void {
  const at = now()
  const unclaimed = database.sql(
    `UPDATE entries SET due_at = ? WHERE state = 'pending' AND claimed = 0 AND attempts = ? AND due_at > ?`,
  )
  for (const [attempts, delayMs] of [0, ...retryDelaysMs].entries()) {
    unclaimed.run(at, attempts, at + Math.round(delayMs * 1.1) + clockSlackMs)
  }
  // Their process may live: it has a lease's time to renew.
  database
    .sql(`UPDATE entries SET due_at = ? WHERE state = 'pending' AND claimed = 1 AND due_at > ?`)
    .run(at + leaseMs, at + Math.max(2 * leaseMs, longestLeaseMs))
}

function isChanged({ changes }: { readonly changes: number }): boolean {
  return changes > 0
}
