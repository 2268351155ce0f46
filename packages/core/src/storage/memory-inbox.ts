import type {
  ConsumeOptions,
  Consumer,
  Deliver,
  EntryPage,
  Inbox,
  InboxCounts,
  InboxEntry,
  ListOptions,
  StoredEntry,
} from './inbox.js'
import { retryDelayMs, toLastError } from './retry-delay.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
/** `claim` is the fence: it grows with every claim, a settlement that carries an older one is void. */
type Row = Mutable<Required<Pick<StoredEntry, 'xml'>> & Omit<StoredEntry, 'xml'>> & { claim: number; claimed: boolean }
type Rows = Map<string, Row>

/**
 * An inbox in this process's memory, for tests and demonstrations. **Not durable**: what it holds is gone with the process,
 * so `success` does not mean safe with it. It never drops what was handled.
 */
export function createMemoryInbox(): Inbox {
  const rows: Rows = new Map()
  const wakers = new Set<() => void>()
  const wake = () => {
    for (const waker of wakers) waker()
  }
  return {
    durable: false,
    async put(entry) {
      if (rows.has(entry.id)) return 'duplicate'
      const { id, componentAppId, receivedAt, xml, infoType } = entry
      const fresh = { state: 'pending', attempts: 0, dueAt: Date.now(), claim: 0, claimed: false } as const
      rows.set(id, { id, componentAppId, receivedAt, xml, infoType, ...fresh })
      wake()
      return 'stored'
    },
    consume: async (deliver, options) => createMemoryConsumer(rows, wakers, deliver, options),
    list: async (options) => toPage(rows, options),
    async get(id) {
      const row = rows.get(id)
      return row && toStored(row)
    },
    async requeue(id) {
      const row = rows.get(id)
      if (!row || row.state === 'pending') return false
      settle(row, 'pending')
      Object.assign(row, { attempts: 0, dueAt: Date.now() })
      delete row.settledAt
      delete row.lastError
      wake()
      return true
    },
    counts: async () => toCounts(rows),
  }
}

function createMemoryConsumer(
  rows: Rows,
  wakers: Set<() => void>,
  deliver: Deliver,
  options: ConsumeOptions,
): Consumer {
  const running = new Map<Row, { readonly claim: number; readonly done: Promise<void> }>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const turn = () => {
    clearTimeout(timer)
    if (closed) return
    const waiting = [...rows.values()].filter((row) => row.state === 'pending' && !row.claimed)
    waiting.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
    for (const row of waiting) {
      const wait = (row.dueAt ?? 0) - Date.now()
      if (wait > 0) {
        timer = setTimeout(turn, Math.min(wait, 2 ** 31 - 1))
        return
      }
      if (running.size >= options.concurrency) return
      attempt(row)
    }
  }

  const attempt = (row: Row) => {
    row.attempts += 1
    row.claim += 1
    row.claimed = true
    const { claim } = row
    const entry = { id: row.id, componentAppId: row.componentAppId, receivedAt: row.receivedAt, xml: row.xml }
    const done = run(entry, row.attempts).then((finish) => {
      running.delete(row)
      if (row.claim === claim && row.claimed) finish(row)
      turn()
    })
    running.set(row, { claim, done })
  }

  const run = async (entry: InboxEntry, attempts: number): Promise<(row: Row) => void> => {
    try {
      const state = await Promise.resolve().then(() => deliver(entry, attempts))
      return (row) => settle(row, state)
    } catch (error) {
      return (row) => fail(row, entry, toLastError(error))
    }
  }

  const fail = (row: Row, entry: InboxEntry, lastError: string) => {
    const delay = retryDelayMs(options.retryDelaysMs, row.attempts)
    row.lastError = lastError
    if (delay === undefined) {
      settle(row, 'dead')
      try {
        options.onDead?.(entry, row.attempts, lastError)
      } catch {
        // A listener's fault is not the entry's: it is dead either way, and the others go on.
      }
    } else {
      row.claimed = false
      row.dueAt = Date.now() + delay
    }
  }

  wakers.add(turn)
  queueMicrotask(turn)
  return {
    async close({ timeoutMs }) {
      closed = true
      wakers.delete(turn)
      clearTimeout(timer)
      await settledWithin(
        [...running.values()].map(({ done }) => done),
        timeoutMs,
      )
      for (const [row, { claim }] of running) {
        if (row.claim === claim && row.claimed) giveBack(row)
      }
      for (const waker of wakers) waker()
    },
  }
}

function settle(row: Row, state: StoredEntry['state']): void {
  row.state = state
  row.claimed = false
  row.settledAt = Date.now()
  delete row.dueAt
}

/** The fence moves on, so that a handler which finishes after all settles nothing. */
function giveBack(row: Row): void {
  row.claim += 1
  row.claimed = false
  row.dueAt = Date.now()
}

async function settledWithin(running: readonly Promise<void>[], timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([Promise.all(running), timeout])
  clearTimeout(timer)
}

function toStored({ claim: _claim, claimed: _claimed, ...entry }: Row): StoredEntry {
  return entry
}

/** `next` is the position in order of arrival, which a Map keeps. */
function toPage(rows: Rows, { state, limit = 100, after }: ListOptions): EntryPage {
  const size = Math.min(Math.max(limit, 1), 1_000)
  const all = [...rows.values()].map((row, position) => ({ row, position }))
  const matching = all.filter(({ row, position }) => row.state === state && position > Number(after ?? -1))
  const page = matching.slice(0, size)
  const last = page.at(-1)
  const entries = page.map(({ row }) => toStored(row))
  return last && matching.length > page.length ? { entries, next: String(last.position) } : { entries }
}

function toCounts(rows: Rows): InboxCounts {
  const counts = { pending: 0, unhandled: 0, dead: 0, handled: 0 }
  let oldestDueAt = Number.POSITIVE_INFINITY
  for (const row of rows.values()) {
    counts[row.state] += 1
    if (row.state === 'pending' && !row.claimed) oldestDueAt = Math.min(oldestDueAt, row.dueAt ?? 0)
  }
  return oldestDueAt <= Date.now() ? { ...counts, oldestDueAt } : counts
}
