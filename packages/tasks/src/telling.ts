import { randomUUID } from 'node:crypto'
import { decide, retryDelayMs, summarizeFailure, within } from '@wehook/core/storage'
import type { Context } from './context.js'
import type { Handlers } from './handlers.js'
import type { Finding } from './kinds/kind.js'
import type { Entry } from './ledger.js'
import { isWithoutReason, withoutReason, withReason } from './reasons.js'
import type { TaskRecord, Untold } from './record.js'
import type { TaskSignals } from './signals.js'
import { toChange, toTask } from './view.js'

export interface TellingOptions {
  readonly handlerTimeoutMs: number
  readonly retryDelaysMs: readonly number[]
}

/** Passes changes to handlers ("telling"): for each task in order, one at a time, by one process at a time. */
export interface Telling {
  /** From now on this process passes changes to handlers. */
  start(): void
  stop(): void
  /** The record with its `telling` taken by this process, where it is free and due. */
  lease(record: TaskRecord): TaskRecord
  /** Passes the changes of a record that this process holds to handlers, in the background. */
  go(id: string, record: TaskRecord): void
  /** Resolves when no handler runs. */
  idle(): Promise<void>
}

export function createTelling(
  context: () => Context,
  handlers: Handlers,
  askReason: (entry: Entry) => Promise<Finding | undefined>,
  { handlerTimeoutMs, retryDelaysMs }: TellingOptions,
): Telling {
  const me = randomUUID()
  const leaseMs = handlerTimeoutMs + 30_000
  const running = new Map<string, Promise<void>>()
  /** Tasks that got another change while their handlers were running. */
  const again = new Set<string>()
  let isStarted = false

  const tookTooLong = () => new Error(`the handlers were not done after ${handlerTimeoutMs} ms; they keep running`)
  const holds = ({ telling }: TaskRecord): boolean => telling?.by === me

  async function tellAll(id: string): Promise<void> {
    const { ledger, now } = context()
    while (isStarted) {
      const entry = await ledger.get(id)
      const first = entry?.record.untold[0]
      if (!entry || !first || !holds(entry.record)) return
      if (isOutdated(first, entry.record, now())) await drop(id, first)
      else if (isWithoutReason(first, entry.record)) await findReason(entry, first)
      else await tell(entry, first)
    }
    // Released, so that another process does not have to wait until the lease ends.
    await release(id)
  }

  async function release(id: string): Promise<void> {
    const { ledger, now } = context()
    await ledger.change(id, (record) => {
      if (!holds(record) || !record.telling) return undefined
      return { ...record, telling: { at: now(), attempt: record.telling.attempt } }
    })
  }

  async function tell(entry: Entry, { change, state }: Untold): Promise<void> {
    const { ledger, now, emitSignal } = context()
    const attempt = (entry.record.telling?.attempt ?? 0) + 1
    const place = { id: entry.id, componentAppId: ledger.scope }
    const task = toTask(place, state, entry.record.history, change)
    const signal = {
      taskId: entry.id,
      kind: state.kind,
      word: change.word,
      changeId: `${entry.id}:${change.n}`,
      attempt,
    }
    const startedAt = now()
    try {
      const count = await within(handlers.run(task, toChange(entry.id, change)), handlerTimeoutMs, tookTooLong)
      await ledger.change(entry.id, (record) =>
        holds(record) ? afterTold(record, change.n, now() + leaseMs) : undefined,
      )
      emitSignal('told', { ...signal, handlers: count, durationMs: now() - startedAt })
    } catch (error) {
      await afterFailure(entry.id, signal, error)
    }
  }

  async function afterFailure(id: string, signal: Omit<TaskSignals['dead'], 'reason'>, error: unknown): Promise<void> {
    const { ledger, now, emitSignal } = context()
    const errors = error instanceof AggregateError ? error.errors : [error]
    const delay = retryDelayMs(retryDelaysMs, signal.attempt, decide(errors))
    const reason = summarizeFailure(error)
    await ledger.change(id, (record) => {
      if (!holds(record)) return undefined
      const { telling: _, ...rest } = record
      return delay === undefined
        ? { ...rest, dead: true }
        : { ...rest, telling: { at: now() + delay, attempt: signal.attempt } }
    })
    // Not enumerable: an error of a handler may hold personal data, and logging the signal must not print it.
    const failed = Object.defineProperty({ ...signal, reason }, 'error', { value: error, enumerable: false })
    emitSignal('failed', failed as TaskSignals['failed'])
    if (delay === undefined) emitSignal('dead', { ...signal, reason })
  }

  async function drop(id: string, { change }: Untold): Promise<void> {
    const { ledger, now } = context()
    await ledger.change(id, (record) => (holds(record) ? afterTold(record, change.n, now() + leaseMs) : undefined))
  }

  /** Adds the reason to the change before handlers get it: WeChat's push never has it. */
  async function findReason(entry: Entry, first: Untold): Promise<void> {
    const { ledger, now } = context()
    const reason = await askReason(entry).then(
      (finding) => finding?.reason,
      () => undefined,
    )
    await ledger.change(entry.id, (record) => {
      if (!holds(record)) return undefined
      if (reason !== undefined) return withReason(record, first.change.n, reason)
      return withoutReason(record, first, now())
    })
  }

  function run(id: string): void {
    const work = tellAll(id)
      // If the store fails, the lease stays until it ends; then any process can continue.
      .catch(() => undefined)
      .then(() => {
        running.delete(id)
        if (again.delete(id)) run(id)
      })
    running.set(id, work)
  }

  return {
    start() {
      isStarted = true
    },
    stop() {
      isStarted = false
    },
    lease(record) {
      const { telling, untold, dead } = record
      const now = context().now()
      if (!isStarted || dead || untold.length === 0 || !telling || telling.at > now) return record
      return { ...record, telling: { at: now + leaseMs, attempt: telling.attempt, by: me } }
    },
    go(id, record) {
      if (!isStarted || !holds(record) || record.untold.length === 0) return
      if (running.has(id)) again.add(id)
      else run(id)
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

/** A reminder is dropped when the deadline is over or the task has changed since. */
function isOutdated({ change, state }: Untold, record: TaskRecord, now: number): boolean {
  if (change.word !== 'expiring') return false
  return record.outcome !== 'pending' || record.expiresAt !== state.expiresAt || (state.expiresAt ?? 0) <= now
}

function afterTold(record: TaskRecord, n: number, leaseUntil: number): TaskRecord {
  const { telling, ...rest } = record
  const untold = record.untold.filter(({ change }) => change.n !== n)
  if (untold.length === 0) return { ...rest, untold }
  return { ...rest, untold, telling: { ...telling, at: leaseUntil, attempt: 0 } }
}
