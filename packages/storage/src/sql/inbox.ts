import { type Bilingual, isWehookError } from '@wehook/core'
import { type Inbox, within } from '@wehook/core/storage'
import { createConsumer } from '../consumer.js'
import type { SqlContext } from './context.js'
import { createCounts } from './counts.js'
import { DeadlinePassed } from './deadline.js'
import { createEntryStore } from './entry-store.js'
import { toFault } from './faults.js'
import { countMatching, getEntry, listEntries } from './list.js'
import { discardEntry, discardMatching, requeueEntry, requeueMatching } from './operate.js'
import type { SqlSession } from './port.js'
import { createPutter } from './put.js'
import { texts } from './texts.js'

export interface SqlInbox extends Inbox {
  /**
   * As {@link Inbox.requeue}. Handlers of `inTransaction` that have handled the entry do not run again, except with `again`: true,
   * which removes the marks of that first.
   */
  requeue(id: string, options?: { readonly again?: boolean }): Promise<boolean>
}

export function createInbox(context: SqlContext): SqlInbox {
  const { dialect, other, wake, consumers } = context
  const { actions } = texts
  const putEntry = createPutter(context)
  const countEntries = createCounts(context)
  /** Every failure of the inbox is answered with 503, so that `success` is only answered for a stored push. */
  const stored = async <T>(action: Bilingual, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw toFault(dialect, error, 'ERR_INBOX_UNAVAILABLE', action)
    }
  }
  const run = <T>(action: Bilingual, work: (session: SqlSession) => Promise<T>): Promise<T> =>
    stored(action, async () => {
      await context.ready()
      return other.run(work)
    })
  const runAll = (action: Bilingual, work: () => Promise<number>): Promise<number> =>
    stored(action, async () => {
      await context.ready()
      return work()
    })

  return {
    durable: true,
    async put(entry) {
      const answer = await stored(actions.storePush, () => putEntry(entry))
      if (answer === 'stored') wake()
      return answer
    },
    async consume(deliver, options) {
      await refuseUnusable(context)
      const { leaseMs, retention } = context
      const store = createEntryStore(context, options)
      const consumer = createConsumer(store, deliver, { ...options, leaseMs, keepTextMs: retention.textMs })
      consumers.add(consumer)
      return consumer
    },
    list: (options = {}) => run(actions.listEntries, (session) => listEntries(context, session, options)),
    get: (id) => run(actions.readEntry, (session) => getEntry(context, session, id)),
    count: (filter, upTo = 1_000) =>
      run(actions.countEntries, (session) => countMatching(context, session, filter, upTo)),
    async requeue(id, { again = false } = {}) {
      const isDone = await run(actions.requeue, (session) => requeueEntry(context, session, id, again))
      if (isDone) wake()
      return isDone
    },
    async requeueAll(filter, limit = 1_000) {
      const requeued = await runAll(actions.requeue, () => requeueMatching(context, filter, limit))
      if (requeued > 0) wake()
      return requeued
    },
    discard: (id) => run(actions.discard, (session) => discardEntry(context, session, id)),
    discardAll: (filter, limit = 1_000) => runAll(actions.discard, () => discardMatching(context, filter, limit)),
    counts: () => run(actions.countEntries, countEntries),
  }
}

const startWithinMs = 1_000

/** Keeps the app from starting when the database refuses this configuration, but not when it cannot be reached yet. */
async function refuseUnusable({ dialect, ready }: SqlContext): Promise<void> {
  try {
    await within(ready(), startWithinMs, () => new DeadlinePassed('the database is not ready in time'))
  } catch (error) {
    const isAway = error instanceof DeadlinePassed || (!isWehookError(error) && dialect.faultOf(error) === 'broken')
    if (!isAway) throw toFault(dialect, error, 'ERR_INBOX_UNAVAILABLE', texts.actions.deliver)
  }
}
