import type { FailedAttempt } from '@wehook/core/storage'
import type { Release } from '../entry-store.js'
import { errorName } from '../text-codec.js'
import type { SqlClaim } from './claim.js'
import type { SqlContext } from './context.js'
import { createGrouper } from './group.js'
import type { SqlSession, SqlValue } from './port.js'
import { stateNumbers, toFailures } from './rows.js'

/** SET clauses and their values. */
interface Change {
  readonly set: string
  readonly values: readonly SqlValue[]
}

interface Settlement {
  readonly claim: SqlClaim
  readonly change: Change
}

const keptFailures = 20
const maxRows = 128
const maxBytes = 384 * 1024

/** Writes releases; those that arrive together share statements, as puts do. False for a claim whose row has a higher fence by now. */
export function createReleaser(context: SqlContext): (claim: SqlClaim, release: Release) => Promise<boolean> {
  const { dialect, work } = context
  const group = createGrouper<Settlement, boolean>(
    {
      maxItems: maxRows,
      maxBytes,
      bytesOf: ({ change }) => change.values.reduce<number>((sum, value) => sum + sizeOf(value), 0),
      withinMs: 5_000,
      isItemsOwn: (error) => dialect.faultOf(error) === 'row',
    },
    (settlements) => work.run((session) => writeAll(context, session, settlements)),
  )
  return (claim, release) => group.add({ claim, change: toChange(context, claim, release) })
}

function sizeOf(value: SqlValue): number {
  return value instanceof Uint8Array ? value.length : 8
}

function toChange({ dialect, codec }: SqlContext, claim: SqlClaim, release: Release): Change {
  const { state, attempts, dueInMs, lastError, isPassed } = release
  const { now } = dialect
  const error = lastError && codec.toStored(lastError, errorName(claim.entry.id))
  const parts: readonly (readonly [string, ...SqlValue[]] | undefined)[] = [
    ['state = ?', stateNumbers[state]],
    ['attempts = ?', attempts],
    dueInMs === undefined ? ['due_at = NULL'] : [`due_at = ${now} + ?`, Math.round(dueInMs)],
    [isPassed ? `passed_at = LEAST(COALESCE(passed_at, ${now}), ${now})` : 'passed_at = NULL'],
    state === 'pending' ? undefined : [`settled_at = ${now}`],
    error === undefined
      ? undefined
      : ['last_error = ?, failures = ?', Buffer.from(error), addFailure(claim, attempts, error)],
  ]
  const given = parts.filter((part) => part !== undefined)
  return { set: given.map(([sql]) => sql).join(', '), values: given.flatMap(([, ...values]) => values) }
}

function addFailure({ failures }: SqlClaim, attempt: number, error: string): Uint8Array {
  const all: readonly FailedAttempt[] = [...toFailures(failures), { attempt, at: Date.now(), error }]
  return Buffer.from(JSON.stringify(all.slice(-keptFailures)))
}

async function writeAll(
  context: SqlContext,
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<readonly boolean[]> {
  const ours = new Set<SqlClaim>()
  for (const alike of groupAlike(settlements)) {
    const claims = alike.map(({ claim }) => claim).toSorted((a, b) => a.seq - b.seq)
    for (const claim of await write(context, session, claims, alike[0]?.change as Change)) ours.add(claim)
  }
  return settlements.map(({ claim }) => ours.has(claim))
}

/** Groups the releases that set the same columns to the same values: one statement for each group. */
function groupAlike(settlements: readonly Settlement[]): readonly (readonly Settlement[])[] {
  const groups = new Map<string, Settlement[]>()
  for (const settlement of settlements) {
    const { claim, change } = settlement
    const key = JSON.stringify([claim.owner, change.set, change.values])
    const group = groups.get(key) ?? []
    group.push(settlement)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** Returns the claims that still belonged to this process. The owner stays in the row, so a release whose answer was lost is recognized when it is repeated. */
async function write(
  { dialect }: SqlContext,
  session: SqlSession,
  claims: readonly SqlClaim[],
  { set, values }: Change,
): Promise<readonly SqlClaim[]> {
  const { entries } = dialect.tables
  const owner = claims[0]?.owner as Uint8Array
  const { changed } = await session.run(
    `UPDATE ${entries} SET ${set}, claimed = 0, fence = fence + 1 WHERE owner = ? AND claimed = 1 AND (${pairs(claims)})`,
    [...values, owner, ...claims.flatMap(({ seq, fence }) => [seq, fence])],
  )
  if (changed === claims.length) return claims
  const { rows } = await session.run(
    `SELECT seq FROM ${entries} WHERE owner = ? AND claimed = 0 AND (${pairs(claims)})`,
    [owner, ...claims.flatMap(({ seq, fence }) => [seq, fence + 1])],
  )
  return claims.filter((claim) => rows.some(({ seq }) => seq === claim.seq))
}

function pairs(claims: readonly unknown[]): string {
  return claims.map(() => '(seq = ? AND fence = ?)').join(' OR ')
}

/** Renews the leases. */
export async function renew({ dialect, work, leaseMs }: SqlContext, claims: readonly SqlClaim[]): Promise<void> {
  const sorted = claims.toSorted((a, b) => a.seq - b.seq)
  await work.run((session) =>
    session.run(
      `UPDATE ${dialect.tables.entries} SET due_at = ${dialect.now} + ? WHERE owner = ? AND claimed = 1 AND (${pairs(sorted)})`,
      [leaseMs, sorted[0]?.owner as Uint8Array, ...sorted.flatMap(({ seq, fence }) => [seq, fence])],
    ),
  )
}
