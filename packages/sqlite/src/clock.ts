import type { StorageContext } from './context.js'

/** Setting the clock back by less is ignored. */
const stepMs = 1_000

/**
 * Corrects times that were written while the clock ran ahead (a machine in China whose clock starts in local time is 8 h ahead): a wait would
 * last 8 h too long. Each row holds the time at which its wait was set, so such a wait is found, and starts again from now.
 */
export function recall({ database, now }: StorageContext): void {
  const at = now()
  database
    .sql(
      `UPDATE entries SET due_at = ? + due_at - due_from, due_from = ?
       WHERE state = 'pending' AND channel IN ('authorization', 'message') AND due_at > ? AND due_from > ?`,
    )
    .run(at, at, at + stepMs, at + stepMs)
  // Retention times are counted from now.
  database
    .sql(
      `UPDATE entries SET due_at = ? + due_at - due_from, due_from = ?, settled_at = ? WHERE seq IN
       (SELECT seq FROM entries INDEXED BY entries_kept WHERE state IN ('handled', 'discarded') AND due_at > ? AND due_from > ?)`,
    )
    .run(at, at, at, at + stepMs, at + stepMs)
}

/** As {@link recall}, for one lock. Its holder, if alive, renews it before it ends. */
export function recallLock(database: StorageContext['database'], lock: string, at: number): void {
  database
    .sql('UPDATE locks SET held_until = ? + held_until - held_from, held_from = ? WHERE name = ? AND held_from > ?')
    .run(at, at, lock, at + stepMs)
}

/** Whether a time was written while the clock ran ahead. */
export function isOfLaterClock(from: number, at: number): boolean {
  return from > at + stepMs
}

/** True at the first call and whenever the clock has been set back since the last one, measured by a monotonic clock. */
export function createClockWatch(now: () => number): () => boolean {
  let lead = Number.POSITIVE_INFINITY
  return () => {
    const before = lead
    lead = now() - performance.now()
    return lead < before - stepMs
  }
}
