import { removalKeptMs } from '@wehook/storage'
import type { StorageContext } from './context.js'

const firstSweepAfterMs = 30_000
const sweepEveryMs = 3_600_000
/** Rows a transaction, and a rest between two: a sweep of millions never holds the file or the event loop for long. */
const batchSize = 200
const restMs = 10

interface DueRow {
  readonly seq: number
  readonly settled_at: number
}

/** Sweeps once an hour, without keeping the process alive; a fault waits for the next time. Returns how to end it. */
export function startSweeping(context: StorageContext): () => void {
  let timer: NodeJS.Timeout | undefined
  let ended = false
  const sweepIn = (ms: number) => {
    if (ended) return
    timer = setTimeout(async () => {
      await sweep(context).catch(() => undefined)
      sweepIn(sweepEveryMs)
    }, ms).unref()
  }
  sweepIn(firstSweepAfterMs)
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

/** Drops the text of what was handled 7 days ago and the rows of what was handled 30 days ago; dead and unhandled entries stay, of discarded ones the id for 30 days. */
export async function sweep(context: StorageContext): Promise<void> {
  const { database, now } = context
  await database.write(() => {
    dropTokens(context)
    dropLocks(context)
  })
  for (;;) {
    const due = await database.read(() =>
      database
        .sql<DueRow>(
          `SELECT seq, settled_at FROM entries INDEXED BY entries_kept
           WHERE state IN ('handled', 'discarded') AND due_at <= ? ORDER BY due_at LIMIT ?`,
        )
        .all(now(), batchSize),
    )
    if (due.length === 0) return
    await database.write(() => {
      for (const row of due) drop(context, row)
    })
    await new Promise((resolve) => setTimeout(resolve, restMs))
  }
}

/** The entry may have been requeued since it was found: only what is still due to be dropped is touched. */
function drop({ database, now, retention }: StorageContext, { seq, settled_at }: DueRow): void {
  const forgetAt = settled_at + retention.idMs
  const isDue = `seq = ? AND state IN ('handled', 'discarded') AND due_at <= ?`
  const { changes } =
    forgetAt <= now()
      ? database.sql(`DELETE FROM entries WHERE ${isDue}`).run(seq, now())
      : database.sql(`UPDATE entries SET due_at = ? WHERE ${isDue}`).run(forgetAt, seq, now())
  if (changes > 0) dropText(database, seq)
}

/** All that may be personal of an entry. */
export function dropText(database: StorageContext['database'], seq: number): void {
  database.sql('DELETE FROM texts WHERE seq = ?').run(seq)
  database.sql('DELETE FROM failures WHERE seq = ?').run(seq)
}

/** A record whose time has come leaves its place in the order behind, as a removal does; marks go after 30 days. */
function dropTokens({ database, now }: StorageContext): void {
  database.sql('DELETE FROM tokens WHERE value IS NULL AND forget_at <= ?').run(now())
  database
    .sql('UPDATE tokens SET value = NULL, forget_at = forget_at + ? WHERE value IS NOT NULL AND forget_at <= ?')
    .run(removalKeptMs, now())
}

/** Each authorization code has a lock of its own, which nobody takes again. */
function dropLocks({ database, now }: StorageContext): void {
  const at = now()
  database.sql('DELETE FROM locks WHERE held_until <= ? AND held_from <= ?').run(at, at - removalKeptMs)
}
