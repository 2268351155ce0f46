import type { SqlContext } from './context.js'
import type { ClaimRow } from './dialect.js'
import { createGrouper } from './group.js'
import type { SqlSession, SqlValue } from './port.js'
import { stateNumbers } from './rows.js'

/** What becomes of a claimed entry. */
export type Transition =
  | { readonly to: 'handled' }
  /** No handler in this process. */
  | { readonly to: 'passed'; readonly delayMs: number }
  | { readonly to: 'unhandled' }
  | { readonly to: 'dead'; readonly lastError: string; readonly failures: Uint8Array; readonly wasRun: boolean }
  | {
      readonly to: 'postponed'
      readonly delayMs: number
      readonly lastError: string
      readonly failures: Uint8Array
      readonly wasRun: boolean
    }
  /** Its attempt counts. */
  | { readonly to: 'givenBack' }
  /** Claimed beyond the room for handlers. */
  | { readonly to: 'notRun' }

/** SET clauses and their values. The claim counted an attempt, which is taken back where none was made. */
type Change = { readonly set: string; readonly values: readonly SqlValue[] }

function toChange({ dialect, retention }: SqlContext, transition: Transition): Change {
  const { now } = dialect
  const settled = (state: number) => `state = ${state}, settled_at = ${now}, passed_at = NULL`
  const uncounted = 'attempts = attempts - 1'
  switch (transition.to) {
    case 'handled':
      return { set: `${settled(stateNumbers.handled)}, due_at = ${now} + ?`, values: [retention.textMs] }
    case 'unhandled':
      return { set: `${settled(stateNumbers.unhandled)}, ${uncounted}, due_at = NULL`, values: [] }
    case 'passed':
      return {
        set: `${uncounted}, due_at = ${now} + ?, passed_at = COALESCE(passed_at, ${now})`,
        values: [transition.delayMs],
      }
    case 'dead':
      return {
        set: `${settled(stateNumbers.dead)}, due_at = NULL, ${failed(transition)}`,
        values: failureValues(transition),
      }
    case 'postponed':
      return {
        set: `due_at = ${now} + ?, passed_at = NULL, ${failed(transition)}`,
        values: [transition.delayMs, ...failureValues(transition)],
      }
    case 'givenBack':
      return { set: `due_at = ${now}`, values: [] }
    case 'notRun':
      return { set: `${uncounted}, due_at = ${now}`, values: [] }
  }
}

type Failure = { readonly lastError: string; readonly failures: Uint8Array; readonly wasRun: boolean }

function failed({ wasRun }: Failure): string {
  return `last_error = ?, failures = ?${wasRun ? '' : ', attempts = attempts - 1'}`
}

function failureValues({ lastError, failures }: Failure): readonly SqlValue[] {
  return [Buffer.from(lastError), failures]
}

/** Writes a transition. False when the entry is no longer this claim's: its lease ended, and its fence has moved on. */
export type Settle = (claim: ClaimRow, transition: Transition) => Promise<boolean>

interface Settlement {
  readonly claim: ClaimRow
  readonly change: Change
}

/** Transitions of one moment share statements, as puts do. */
export function createSettle(context: SqlContext): Settle {
  const { dialect, work } = context
  const group = createGrouper<Settlement, boolean>(
    {
      maxItems: 128,
      maxBytes: 384 * 1024,
      bytesOf: ({ change }) =>
        change.values.reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 8), 0),
      withinMs: 5_000,
      isItemsOwn: (error) => dialect.faultOf(error) === 'row',
    },
    (settlements) => work.run((session) => writeAll(context, session, settlements)),
  )
  return (claim, transition) => group.add({ claim, change: toChange(context, transition) })
}

async function writeAll(
  context: SqlContext,
  session: SqlSession,
  settlements: readonly Settlement[],
): Promise<readonly boolean[]> {
  const ours = new Set<ClaimRow>()
  for (const alike of groupAlike(settlements)) {
    const claims = alike.map(({ claim }) => claim).toSorted((a, b) => a.seq - b.seq)
    for (const claim of await write(context, session, claims, alike[0]?.change as Change)) ours.add(claim)
  }
  return settlements.map(({ claim }) => ours.has(claim))
}

/** Those that change the same in the same way: one statement for each. */
function groupAlike(settlements: readonly Settlement[]): readonly (readonly Settlement[])[] {
  const groups = new Map<string, Settlement[]>()
  for (const settlement of settlements) {
    const { claim, change } = settlement
    const values = change.values.map((value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    )
    const key = JSON.stringify([Buffer.from(claim.owner).toString('hex'), change.set, values])
    groups.set(key, [...(groups.get(key) ?? []), settlement])
  }
  return [...groups.values()]
}

/** The claims that were still ours. The owner stays in the row, so a settlement whose answer was lost is recognized at its repeat. */
async function write(
  { dialect }: SqlContext,
  session: SqlSession,
  claims: readonly ClaimRow[],
  { set, values }: Change,
): Promise<readonly ClaimRow[]> {
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

/** Pushes the end of the leases out. */
export async function renew({ dialect, work, leaseMs }: SqlContext, claims: readonly ClaimRow[]): Promise<void> {
  const sorted = claims.toSorted((a, b) => a.seq - b.seq)
  await work.run((session) =>
    session.run(
      `UPDATE ${dialect.tables.entries} SET due_at = ${dialect.now} + ? WHERE owner = ? AND claimed = 1 AND (${pairs(sorted)})`,
      [leaseMs, sorted[0]?.owner as Uint8Array, ...sorted.flatMap(({ seq, fence }) => [seq, fence])],
    ),
  )
}
