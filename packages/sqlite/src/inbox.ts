import type { EntryState, Inbox, InboxCounts, StoredEntry } from '@wehook/core'
import type { EntryPage, InboxEntry, ListOptions } from '@wehook/core/storage'
import { createConsumer } from './consumer.js'
import type { StorageContext } from './context.js'
import { toFault } from './fault.js'
import { openedText, textName } from './text.js'

interface EntryRow {
  readonly seq: number
  readonly id: string
  readonly component_app_id: string
  readonly info_type: string
  readonly received_at: number
  readonly state: EntryState
  readonly attempts: number
  readonly due_at: number | null
  readonly settled_at: number | null
  readonly last_error: string | null
  readonly xml: string | null
}

const entryColumns = `seq, id, component_app_id, info_type, received_at, state, attempts, due_at, settled_at, last_error, xml
  FROM entries LEFT JOIN texts USING (seq)`

export function createInbox(context: StorageContext): Inbox {
  const { database, wakers } = context
  const wake = () => {
    for (const waker of wakers) waker()
  }
  return {
    durable: true,
    async put(entry) {
      const answer = await stored('store a push', () => putEntry(context, entry))
      if (answer === 'stored') wake()
      return answer
    },
    async consume(deliver, options) {
      const consumer = createConsumer(context, deliver, options)
      context.consumers.add(consumer)
      return consumer
    },
    list: (options) => stored('list entries', () => listEntries(context, options)),
    get: (id) =>
      stored('give an entry', async () => {
        const row = await database.read(() => database.sql<EntryRow>(`SELECT ${entryColumns} WHERE id = ?`).get(id))
        return row && toStoredEntry(context, row)
      }),
    async requeue(id) {
      const done = await stored('requeue an entry', () => requeueEntry(context, id))
      if (done) wake()
      return done
    },
    counts: () => stored('count entries', () => countEntries(context)),
  }
}

/** One table for all faults of the inbox: they answer 503, and nothing else says `success`. */
async function stored<T>(deed: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toFault(error, 'ERR_INBOX_UNAVAILABLE', deed)
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
    // Not OR IGNORE, which takes any row that does not fit for a duplicate: it would be answered `success` and not be there.
    const { changes, lastInsertRowid } = database
      .sql(
        `INSERT INTO entries (id, component_app_id, info_type, received_at, due_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING`,
      )
      .run(entry.id, entry.componentAppId, entry.infoType, entry.receivedAt, dueAt)
    if (changes === 0) return 'duplicate'
    database.sql('INSERT INTO texts (seq, xml) VALUES (?, ?)').run(Number(lastInsertRowid), text)
    return 'stored'
  })
}

async function listEntries(context: StorageContext, { state, limit = 100, after }: ListOptions): Promise<EntryPage> {
  const { database } = context
  const size = Math.min(Math.max(Math.trunc(limit), 1), 1_000)
  const rows = await database.read(() =>
    database
      .sql<EntryRow>(`SELECT ${entryColumns} WHERE state = ? AND seq > ? ORDER BY seq LIMIT ?`)
      .all(state, Number(after ?? 0), size + 1),
  )
  const entries = rows.slice(0, size).map((row) => toStoredEntry(context, row))
  return rows.length > size ? { entries, next: String(rows[size - 1]?.seq) } : { entries }
}

function toStoredEntry({ codec }: StorageContext, row: EntryRow): StoredEntry {
  const xml = row.xml === null ? undefined : openedText(codec, row.xml, textName(row.id))
  return {
    id: row.id,
    componentAppId: row.component_app_id,
    receivedAt: row.received_at,
    infoType: row.info_type,
    state: row.state,
    attempts: row.attempts,
    ...(row.state === 'pending' && row.due_at !== null && { dueAt: row.due_at }),
    ...(row.settled_at !== null && { settledAt: row.settled_at }),
    ...(row.last_error !== null && { lastError: row.last_error }),
    ...(xml !== undefined && { xml }),
  }
}

function requeueEntry({ database, now }: StorageContext, id: string): Promise<boolean> {
  return database.write(() => {
    const { changes } = database
      .sql(
        `UPDATE entries SET state = 'pending', attempts = 0, claimed = 0, due_at = ?, settled_at = NULL, last_error = NULL
         WHERE id = ? AND state <> 'pending' AND EXISTS (SELECT 1 FROM texts WHERE texts.seq = entries.seq)`,
      )
      .run(now(), id)
    return changes > 0
  })
}

async function countEntries({ database, now }: StorageContext): Promise<InboxCounts> {
  const { rows, oldest } = await database.read(() => ({
    rows: database.sql<{ readonly state: EntryState; readonly n: number }>('SELECT state, n FROM counts').all(),
    oldest: database
      .sql<{ readonly due_at: number }>(
        `SELECT due_at FROM entries WHERE state = 'pending' AND due_at <= ? ORDER BY due_at LIMIT 1`,
      )
      .get(now()),
  }))
  const counts = { pending: 0, unhandled: 0, dead: 0, handled: 0 }
  for (const { state, n } of rows) counts[state] = n
  return oldest ? { ...counts, oldestDueAt: oldest.due_at } : counts
}
