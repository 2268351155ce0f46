import type { Context } from './context.js'
import type { Entry } from './ledger.js'
import type { Looks } from './look.js'
import { isAdopted } from './record.js'
import { dueTimes } from './schedule.js'

/** After this time another process may claim the task: longer than the work on it takes. */
const claimMs = 120_000
const batch = 20

/** Does everything that is due now. Resolves with the number of tasks that were looked at. */
export async function workOnDue(context: Context, looks: Looks): Promise<number> {
  const { store, ledger, now } = context
  const done = new Set<string>()
  for (;;) {
    const rows = await store.claimDue(ledger.scope, now(), now() + claimMs, batch)
    const entries = rows.map((row) => ledger.toEntry(row))
    const ends = await Promise.allSettled(entries.map((entry) => workOn(context, looks, entry)))
    const failure = ends.find((end) => end.status === 'rejected')
    if (failure) throw failure.reason
    // A task that this process cannot finish stays due, for instance one with a change for handlers before `start()`.
    const isNew = rows.some(({ id }) => !done.has(id))
    for (const { id } of rows) done.add(id)
    if (rows.length < batch || !isNew) return done.size
  }
}

async function workOn({ ledger, now }: Context, looks: Looks, entry: Entry): Promise<void> {
  const { purge } = dueTimes(entry.record)
  const isOver = isAdopted(entry.record) && purge !== undefined && purge <= now()
  if (isOver && (await ledger.remove(entry))) return
  const answer = await looks.look(entry)
  // Always written, because the claim has moved the row's time.
  await ledger.change(entry.id, (record) => looks.afterDue(record, answer))
}
