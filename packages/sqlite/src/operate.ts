import { type Channel, discardedFrom, type EntryFilter, requeuedFrom, statesOf } from '@wehook/core/storage'
import type { StorageContext } from './context.js'
import { toCondition } from './list.js'
import { dropText } from './retention.js'

/** Rows per transaction, so that many changes never block the file or the event loop for long. */
const batchSize = 200

/** Conditions for the rows that an operator's action applies to. */
const hasText = 'EXISTS (SELECT 1 FROM texts WHERE texts.seq = entries.seq)'
const isFree = 'claimed = 0'

export function requeueEntry(context: StorageContext, id: string): Promise<boolean> {
  const { database } = context
  return database.write(() =>
    database
      .sql<{ readonly seq: number }>(
        `SELECT seq FROM entries WHERE id = ? AND state IN ('unhandled', 'dead', 'handled') AND ${hasText}`,
      )
      .all(id)
      .some(({ seq }) => requeueRow(context, seq)),
  )
}

export function requeueMatching(context: StorageContext, filter: EntryFilter, limit: number): Promise<number> {
  const states = statesOf(filter, requeuedFrom)
  return changeMatching(context, { ...filter, states, rule: hasText, limit }, (seq) => requeueRow(context, seq))
}

function requeueRow({ database, now }: StorageContext, seq: number): boolean {
  const at = now()
  const { changes } = database
    .sql(
      `UPDATE entries SET state = 'pending', attempts = 0, claimed = 0, due_from = ?, due_at = ?, settled_at = NULL, last_error = NULL WHERE seq = ?`,
    )
    .run(at, at, seq)
  return changes > 0
}

export function discardEntry(context: StorageContext, id: string): Promise<boolean> {
  const { database } = context
  return database.write(() =>
    database
      .sql<{ readonly seq: number }>(
        `SELECT seq FROM entries WHERE id = ? AND state IN ('pending', 'unhandled', 'dead') AND ${isFree}`,
      )
      .all(id)
      .some(({ seq }) => discardRow(context, seq)),
  )
}

export function discardMatching(context: StorageContext, filter: EntryFilter, limit: number): Promise<number> {
  const states = statesOf(filter, discardedFrom)
  return changeMatching(context, { ...filter, states, rule: isFree, limit }, (seq) => discardRow(context, seq))
}

/** The fence grows, so the result of an attempt that continues after its lease has ended is ignored. */
function discardRow({ database, now, retention }: StorageContext, seq: number): boolean {
  const at = now()
  const { changes } = database
    .sql(
      `UPDATE entries SET state = 'discarded', fence = fence + 1, settled_at = ?, due_from = ?, due_at = ?, passed_at = NULL WHERE seq = ?`,
    )
    .run(at, at, at + retention.idMs, seq)
  if (changes > 0) dropText(database, seq)
  return changes > 0
}

interface Change extends Omit<EntryFilter, 'state'> {
  readonly states: readonly ('pending' | 'unhandled' | 'dead' | 'handled' | 'discarded')[]
  readonly rule: string
  readonly limit: number
}

/** Changes matching rows oldest first, batch by batch; changed rows no longer match. */
async function changeMatching(
  { database }: StorageContext,
  { states, rule, limit, ...filter }: Change,
  change: (seq: number) => boolean,
): Promise<number> {
  const changeBatch = (size: number) =>
    database.write(() => {
      const found = states.flatMap((state) => {
        const { sql, values } = toCondition(filter, state)
        return database
          .sql<{ readonly seq: number; readonly received_at: number }>(
            `SELECT seq, received_at FROM entries WHERE ${sql} AND ${rule} ORDER BY received_at, seq LIMIT ?`,
          )
          .all(...values, size)
      })
      found.sort((a, b) => a.received_at - b.received_at || a.seq - b.seq)
      return found.slice(0, size).filter(({ seq }) => change(seq)).length
    })
  let total = 0
  while (total < limit) {
    const size = Math.min(batchSize, limit - total)
    const changed = await changeBatch(size)
    total += changed
    if (changed < size) break
  }
  return total
}

/** InfoTypes of which there are `unhandled` entries. */
export function unhandledInfoTypes({ database }: StorageContext, channel: Channel): Promise<string[]> {
  return database.read(() =>
    database
      .sql<{ readonly info_type: string }>(
        `WITH RECURSIVE types (info_type) AS (
           SELECT min(info_type) FROM entries WHERE state = 'unhandled'
           UNION ALL
           SELECT (SELECT min(info_type) FROM entries WHERE state = 'unhandled' AND info_type > types.info_type)
           FROM types WHERE types.info_type IS NOT NULL
         )
         SELECT info_type FROM types WHERE info_type IS NOT NULL
         AND EXISTS (SELECT 1 FROM entries e WHERE e.state = 'unhandled' AND e.info_type = types.info_type AND e.channel = ?)`,
      )
      .all(channel)
      .map(({ info_type }) => info_type),
  )
}

/** Makes `unhandled` entries of an InfoType pending again, with their attempts as they were. */
export async function revive(context: StorageContext, infoType: string, channel: Channel): Promise<void> {
  const { database, now } = context
  const reviveBatch = () =>
    database.write(() => {
      const at = now()
      const { changes } = database
        .sql(
          `UPDATE entries SET state = 'pending', due_from = ?, due_at = ?, settled_at = NULL WHERE seq IN
           (SELECT seq FROM entries WHERE state = 'unhandled' AND info_type = ? AND channel = ? ORDER BY received_at LIMIT ?)`,
        )
        .run(at, at, infoType, channel, batchSize)
      return changes
    })
  while ((await reviveBatch()) === batchSize);
  for (const consumer of context.consumers) consumer.wake()
}
