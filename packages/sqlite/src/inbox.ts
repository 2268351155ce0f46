import type { Bilingual } from '@wehook/core'
import type { FailedAttempt, Inbox, InboxEntry, StoredEntry } from '@wehook/core/storage'
import { createConsumer, openedError, textName } from '@wehook/storage'
import type { StorageContext } from './context.js'
import { createEntryStore } from './entry-store.js'
import { toFault } from './fault.js'
import { countEntries, countMatching, listEntries } from './list.js'
import { discardEntry, discardMatching, requeueEntry, requeueMatching } from './operate.js'
import { type EntryRow, entryColumns, toStoredEntry } from './row.js'
import { texts } from './texts.js'

export function createInbox(context: StorageContext): Inbox {
  const { consumers, leaseMs, retention } = context
  const wake = () => {
    for (const consumer of consumers) consumer.wake()
  }
  return {
    durable: true,
    async put(entry) {
      const answer = await stored(texts.actions.storePush, () => putEntry(context, entry))
      if (answer === 'stored') wake()
      return answer
    },
    async consume(deliver, options) {
      const store = createEntryStore(context, options.channel ?? 'authorization')
      const consumer = createConsumer(store, deliver, { ...options, leaseMs, keepTextMs: retention.textMs })
      consumers.add(consumer)
      return {
        async close(how) {
          await consumer.close(how)
          if (consumers.delete(consumer)) wake()
        },
      }
    },
    list: (options = {}) => stored(texts.actions.list, () => listEntries(context, options)),
    get: (id) => stored(texts.actions.get, () => getEntry(context, id)),
    count: (filter, upTo = 1_000) => stored(texts.actions.count, () => countMatching(context, filter, upTo)),
    async requeue(id) {
      const isDone = await stored(texts.actions.requeue, () => requeueEntry(context, id))
      if (isDone) wake()
      return isDone
    },
    async requeueAll(filter, limit = 1_000) {
      const requeued = await stored(texts.actions.requeue, () => requeueMatching(context, filter, limit))
      if (requeued > 0) wake()
      return requeued
    },
    discard: (id) => stored(texts.actions.discard, () => discardEntry(context, id)),
    discardAll: (filter, limit = 1_000) => stored(texts.actions.discard, () => discardMatching(context, filter, limit)),
    counts: () => stored(texts.actions.count, () => countEntries(context)),
  }
}

/** Every failure of the inbox is answered with 503, so that `success` is only answered for a stored push. */
async function stored<T>(action: Bilingual, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toFault(error, 'ERR_INBOX_UNAVAILABLE', action)
  }
}

function putEntry(
  { database, codec, now }: StorageContext,
  entry: InboxEntry & { readonly infoType: string },
): Promise<'stored' | 'duplicate'> {
  const text = codec.toStored(entry.xml, textName(entry.id))
  const dueAt = now()
  return database.write(() => {
    database.assertInPlace()
    // Not OR IGNORE, which ignores a row that breaks any constraint like a duplicate: it would be answered with `success` and not be stored.
    const { changes, lastInsertRowid } = database
      .sql(
        `INSERT INTO entries (id, component_app_id, channel, info_type, appid, traceparent, received_at, due_from, due_at)
         VALUES (?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      )
      .run(
        entry.id,
        entry.componentAppId,
        entry.channel ?? 'authorization',
        entry.infoType,
        // An absent value is bound as '': the connection accepts only texts and integers.
        entry.appid ?? '',
        entry.traceparent ?? '',
        entry.receivedAt,
        dueAt,
        dueAt,
      )
    if (changes === 0) return 'duplicate'
    database.sql('INSERT INTO texts (seq, xml) VALUES (?, ?)').run(Number(lastInsertRowid), text)
    return 'stored'
  })
}

function getEntry(context: StorageContext, id: string): Promise<StoredEntry | undefined> {
  const { database, codec } = context
  return database.read(() => {
    const row = database.sql<EntryRow>(`SELECT ${entryColumns} WHERE id = ?`).get(id)
    if (!row) return undefined
    const failures = database
      .sql<FailedAttempt>('SELECT attempt, at, error FROM failures WHERE seq = ? ORDER BY n')
      .all(row.seq)
      .map(({ attempt, at, error }) => ({ attempt, at, error: openedError(codec, error, id) }))
    return { ...toStoredEntry(context, row), ...(failures.length > 0 && { failures }) }
  })
}
