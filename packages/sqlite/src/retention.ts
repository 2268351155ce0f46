import { removalKeptMs } from '@wehook/storage'
import type { StorageContext } from './context.js'

/** Rows per transaction, and the pause between two, so that a sweep of millions of rows never blocks the file or the event loop for long. */
const batchSize = 200
const restMs = 10

interface DueRow {
  readonly seq: number
  readonly settled_at: number
}

/** Drops the text of entries handled 7 days ago, and the rows of entries handled or discarded 30 days ago. Dead and unhandled entries stay. */
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

/** The entry may have been requeued since it was found: it is dropped only if that is still due. */
function drop({ database, now, retention }: StorageContext, { seq, settled_at }: DueRow): void {
  const forgetAt = settled_at + retention.idMs
  const isDue = `seq = ? AND state IN ('handled', 'discarded') AND due_at <= ?`
  const { changes } =
    forgetAt <= now()
      ? database.sql(`DELETE FROM entries WHERE ${isDue}`).run(seq, now())
      : database.sql(`UPDATE entries SET due_at = ? WHERE ${isDue}`).run(forgetAt, seq, now())
  if (changes > 0) dropText(database, seq)
}

/** Drops every part of an entry that may hold personal data. */
export function dropText(database: StorageContext['database'], seq: number): void {
  database.sql('DELETE FROM texts WHERE seq = ?').run(seq)
  database.sql('DELETE FROM failures WHERE seq = ?').run(seq)
}

/** Of an expired record a mark with its `asOf` stays for 30 days, as after a removal, so that older writes are still refused. */
function dropTokens({ database, now }: StorageContext): void {
  database.sql('DELETE FROM tokens WHERE value IS NULL AND forget_at <= ?').run(now())
  database
    .sql('UPDATE tokens SET value = NULL, forget_at = forget_at + ? WHERE value IS NOT NULL AND forget_at <= ?')
    .run(removalKeptMs, now())
}

/** Each authorization code has a lock of its own, which is never taken again. */
function dropLocks({ database, now }: StorageContext): void {
  const at = now()
  database.sql('DELETE FROM locks WHERE held_until <= ? AND held_from <= ?').run(at, at - removalKeptMs)
}
