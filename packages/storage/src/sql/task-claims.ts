import { randomBytes } from 'node:crypto'
import { clockStepMs } from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { transact } from './lane.js'
import type { SqlRow, SqlSession } from './port.js'
import { selectTasks } from './task-rows.js'

interface TaskClaim {
  readonly scope: Uint8Array
  readonly now: number
  readonly until: number
  readonly limit: number
}

/** Claims due tasks. Tries again when another process was faster, so that a caller gets as many as there are. */
export async function claimTasks(
  context: SqlContext,
  session: SqlSession,
  claim: TaskClaim,
): Promise<readonly SqlRow[]> {
  const claimed: SqlRow[] = []
  for (;;) {
    const wanted = claim.limit - claimed.length
    const { rows, wasContended } = await transact(session, () =>
      claimOnce(context, session, { ...claim, limit: wanted }),
    )
    claimed.push(...rows)
    if (!wasContended || claimed.length >= claim.limit) return claimed
  }
}

async function claimOnce({ dialect }: SqlContext, session: SqlSession, { scope, now, until, limit }: TaskClaim) {
  const { tasks } = dialect.tables
  const onTime = await session.run(
    `SELECT id, version FROM ${tasks} WHERE scope = ? AND due_at <= ? ORDER BY due_at LIMIT ? ${dialect.skipLocked}`,
    [scope, now, limit],
  )
  // Reads without a lock: in MySQL a lock would block inserting new rows, which have the highest `due_from`. The version decides who gets the row.
  const ofLaterClock = await session.run(
    `SELECT id, version FROM ${tasks} WHERE scope = ? AND due_from > ? AND due_at > ? LIMIT ?`,
    [scope, now + clockStepMs, now, limit - onTime.rows.length],
  )
  const due = [...onTime.rows, ...ofLaterClock.rows]
  const found = due.toSorted((a, b) => Buffer.compare(a['id'] as Uint8Array, b['id'] as Uint8Array))
  if (found.length === 0) return { rows: [], wasContended: false }
  const claim = randomBytes(16)
  const { changed } = await session.run(
    `UPDATE ${tasks} SET version = version + 1, due_at = ?, due_from = ?, claim = ?
     WHERE scope = ? AND (${found.map(() => '(id = ? AND version = ?)').join(' OR ')})`,
    [until, now, claim, scope, ...found.flatMap((row) => [row['id'] as Uint8Array, row['version'] as number])],
  )
  const { rows } = await session.run(
    `${selectTasks(tasks)} WHERE scope = ? AND claim = ? AND id IN (${found.map(() => '?').join(', ')})`,
    [scope, claim, ...found.map((row) => row['id'] as Uint8Array)],
  )
  const order = due.map((row) => Buffer.from(row['id'] as Uint8Array).toString('hex'))
  const positionOf = (row: SqlRow) => order.indexOf(Buffer.from(row['id'] as Uint8Array).toString('hex'))
  return { rows: rows.toSorted((a, b) => positionOf(a) - positionOf(b)), wasContended: changed < found.length }
}
