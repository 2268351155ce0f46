import { type ConsumeOptions, defaultUnhandledAfterMs, passDelayMs, retryDelayMs } from '@wehook/core/storage'
import type { StorageContext } from './context.js'

/** An entry's row as it was taken; the row is this consumer's as long as it has this `fence`. */
export interface Claim {
  readonly seq: number
  readonly fence: number
  readonly id: string
  readonly componentAppId: string
  readonly channel: 'authorization' | 'message'
  readonly infoType: string
  readonly appid: string | null
  readonly traceparent: string | null
  readonly receivedAt: number
  /** As stored: perhaps sealed. */
  readonly text: string
  /** This one included. */
  readonly attempts: number
  readonly passedAt: number | null
}

/** An entry found with its attempts used up by processes that died before the last one ended. */
export interface Death extends Claim {
  readonly lastError: string
}

/** What a look for due entries came to. */
export interface Taken {
  readonly claims: readonly Claim[]
  readonly deaths: readonly Death[]
  /** No process had a handler for them. */
  readonly unhandled: readonly Claim[]
  /** Left to other processes. */
  readonly passed: number
}

interface DueRow {
  readonly seq: number
  readonly fence: number
  readonly id: string
  readonly component_app_id: string
  readonly channel: Claim['channel']
  readonly info_type: string
  readonly appid: string | null
  readonly traceparent: string | null
  readonly received_at: number
  readonly attempts: number
  readonly claimed: number
  readonly passed_at: number | null
  readonly last_error: string | null
  readonly xml: string
}

/** When the next pending entry is due, in ms; undefined when none is pending. Touches no more than one index entry. */
export function nextDueAt(
  { database }: StorageContext,
  channel: string = 'authorization',
): Promise<number | undefined> {
  return database.read(
    () =>
      database
        .sql<{ readonly due_at: number }>(
          `SELECT due_at FROM entries WHERE state = 'pending' AND channel = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`,
        )
        .get(channel)?.due_at,
  )
}

/** Takes up to `limit` due entries, longest due first, but none of `held`: those are this consumer's already. To be run inside `write`. */
export function claimDue(
  context: StorageContext,
  limit: number,
  options: ConsumeOptions,
  held: ReadonlyMap<number, unknown>,
): Taken {
  const { retryDelaysMs, channel = 'authorization', handles = () => true } = options
  const claims: Claim[] = []
  const deaths: Death[] = []
  const unhandled: Claim[] = []
  let passed = 0
  for (const row of findDue(context, channel, limit + held.size)) {
    if (held.has(row.seq) || claims.length === limit) continue
    const claim = toClaim(row)
    const lastError = row.claimed || row.last_error === null ? lostAttempt(row.attempts) : row.last_error
    const waitMs = row.claimed ? stillToWait(retryDelaysMs, row.attempts, context.leaseMs) : 0
    if (row.attempts > retryDelaysMs.length) {
      markDead(context, claim, lastError)
      deaths.push({ ...claim, lastError })
    } else if (waitMs > 0) {
      postpone(context, claim, waitMs, lastError)
    } else if (handles(claim.infoType)) {
      claims.push(take(context, claim))
    } else if (passOn(context, claim, options) === 'unhandled') {
      unhandled.push(claim)
    } else {
      passed += 1
    }
  }
  return { claims, deaths, unhandled, passed }
}

function findDue({ database, now }: StorageContext, channel: string, limit: number): readonly DueRow[] {
  return database
    .sql<DueRow>(
      `SELECT seq, fence, id, component_app_id, channel, info_type, appid, traceparent, received_at, attempts, claimed, passed_at, last_error, xml
       FROM entries JOIN texts USING (seq) WHERE state = 'pending' AND channel = ? AND due_at <= ? ORDER BY due_at LIMIT ?`,
    )
    .all(channel, now(), limit)
}

function toClaim(row: DueRow): Claim {
  const { seq, fence, id, channel, appid, traceparent, attempts } = row
  return {
    seq,
    fence,
    id,
    componentAppId: row.component_app_id,
    channel,
    infoType: row.info_type,
    appid,
    traceparent,
    receivedAt: row.received_at,
    attempts,
    passedAt: row.passed_at,
    text: row.xml,
  }
}

/**
 * An attempt lost with its process has waited for its lease to end; where the table says longer, it waits on. So an entry that
 * kills its process is parted, by the table's variation, from those that ran beside it and died with it.
 */
function stillToWait(retryDelaysMs: readonly number[], attempts: number, leaseMs: number): number {
  return Math.max(0, (retryDelayMs(retryDelaysMs, attempts) ?? 0) - leaseMs)
}

function lostAttempt(attempt: number): string {
  return `attempt ${attempt} did not end: its process died, stalled or was shut down`
}

/** The attempt counts from here on, so an entry that kills its process uses its attempts up too. */
function take({ database, now, leaseMs }: StorageContext, claim: Claim): Claim {
  const taken = { ...claim, fence: claim.fence + 1, attempts: claim.attempts + 1 }
  const at = now()
  database
    .sql(
      'UPDATE entries SET claimed = 1, fence = ?, attempts = ?, due_from = ?, due_at = ?, passed_at = NULL WHERE seq = ?',
    )
    .run(taken.fence, taken.attempts, at, at + leaseMs, taken.seq)
  return taken
}

/** Pushes the end of the lease out. False when the entry is another's by now, here and below: its fence has moved on. */
export function renew({ database, now, leaseMs }: StorageContext, { seq, fence }: Claim): boolean {
  const at = now()
  return isChanged(
    database
      .sql('UPDATE entries SET due_from = ?, due_at = ? WHERE seq = ? AND fence = ?')
      .run(at, at + leaseMs, seq, fence),
  )
}

/** Kept as handled: due again when its text is to be dropped. */
export function settleHandled({ database, now, retention }: StorageContext, { seq, fence }: Claim): boolean {
  const at = now()
  return isChanged(
    database
      .sql(
        `UPDATE entries SET state = 'handled', claimed = 0, fence = fence + 1, settled_at = ?, due_from = ?, due_at = ? WHERE seq = ? AND fence = ?`,
      )
      .run(at, at, at + retention.textMs, seq, fence),
  )
}

/** This process has no handler: the entry is offered again soon, or is `unhandled` when that has been so for long. */
export function passOn(
  context: StorageContext,
  { seq, fence, attempts, passedAt }: Claim,
  { unhandledAfterMs = defaultUnhandledAfterMs }: ConsumeOptions,
): 'pending' | 'unhandled' | 'void' {
  const { database, now } = context
  const at = now()
  const since = passedAt ?? at
  if (at - since >= unhandledAfterMs) {
    const isOurs = isChanged(
      database
        .sql(
          `UPDATE entries SET state = 'unhandled', claimed = 0, fence = fence + 1, attempts = ?, settled_at = ?, due_at = NULL, passed_at = NULL
           WHERE seq = ? AND fence = ?`,
        )
        .run(attempts, at, seq, fence),
    )
    return isOurs ? 'unhandled' : 'void'
  }
  const isOurs = isChanged(
    database
      .sql(
        `UPDATE entries SET claimed = 0, fence = fence + 1, attempts = ?, due_from = ?, due_at = ?, passed_at = ? WHERE seq = ? AND fence = ?`,
      )
      .run(attempts, at, at + passDelayMs(), since, seq, fence),
  )
  return isOurs ? 'pending' : 'void'
}

/** Kept until it is requeued by hand. */
export function markDead(context: StorageContext, { seq, fence, attempts }: Claim, lastError: string): boolean {
  const { database, now } = context
  const isOurs = isChanged(
    database
      .sql(
        `UPDATE entries SET state = 'dead', claimed = 0, fence = fence + 1, settled_at = ?, due_at = NULL, passed_at = NULL, last_error = ?
         WHERE seq = ? AND fence = ?`,
      )
      .run(now(), lastError, seq, fence),
  )
  if (isOurs) noteFailure(context, seq, attempts, lastError)
  return isOurs
}

/** Due for its next attempt in `delayMs`. */
export function postpone(
  context: StorageContext,
  { seq, fence, attempts }: Claim,
  delayMs: number,
  lastError: string,
): boolean {
  const { database, now } = context
  const at = now()
  const isOurs = isChanged(
    database
      .sql(
        'UPDATE entries SET claimed = 0, fence = fence + 1, due_from = ?, due_at = ?, last_error = ? WHERE seq = ? AND fence = ?',
      )
      .run(at, at + delayMs, lastError, seq, fence),
  )
  if (isOurs) noteFailure(context, seq, attempts, lastError)
  return isOurs
}

const keptFailures = 20

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

/** Lets others have the entry at once. */
export function giveBack({ database, now }: StorageContext, { seq, fence }: Claim): boolean {
  const at = now()
  return isChanged(
    database
      .sql('UPDATE entries SET claimed = 0, fence = fence + 1, due_from = ?, due_at = ? WHERE seq = ? AND fence = ?')
      .run(at, at, seq, fence),
  )
}

function isChanged({ changes }: { readonly changes: number }): boolean {
  return changes > 0
}
