import { settledWithin } from '../delivery/deadline.js'
import type { ConsumeOptions, Consumer, Deliver } from './inbox.js'
import { makeDue, type Row, type Rows, revive, settle, toEntry, wake } from './memory-rows.js'
import { createReviver, defaultUnhandledAfterMs, passDelayMs, reviveEveryMs } from './passing.js'
import { retryDelayMs, toLastError } from './retry-delay.js'

const keptFailures = 20
/** Setting the clock back by less is ignored. */
const stepMs = 1_000
const longestTimerMs = 2 ** 31 - 1

type Ending = { readonly state: 'handled' | 'unhandled' } | { readonly error: unknown }

export function createMemoryConsumer(rows: Rows, deliver: Deliver, options: ConsumeOptions): Consumer {
  const { channel = 'authorization', handles = () => true, unhandledAfterMs = defaultUnhandledAfterMs } = options
  const running = new Map<Row, { readonly claim: number; readonly done: Promise<void> }>()
  const reviver = createReviver(handles)
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const own = (state: Row['state']) =>
    [...rows.byId.values()].filter((row) => row.state === state && (row.channel ?? 'authorization') === channel)

  const turn = () => {
    clearTimeout(timer)
    if (closed) return
    const waiting = own('pending').filter((row) => !row.claimed)
    waiting.forEach(followClock)
    waiting.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
    for (const row of waiting) {
      const wait = (row.dueAt ?? 0) - Date.now()
      if (wait > 0) {
        timer = setTimeout(turn, Math.min(wait, longestTimerMs))
        return
      }
      if (!handles(row.infoType)) offerToOthers(row)
      else if (running.size < options.concurrency) attempt(row)
    }
  }

  /** By then, the other consumers of this process that were woken at the same time have looked for entries: one with a handler takes it first. */
  const offerToOthers = (row: Row) => {
    const { claim } = row
    setImmediate(() => {
      const isStillDue = row.state === 'pending' && row.claim === claim && (row.dueAt ?? 0) <= Date.now()
      if (isStillDue && !closed) pass(row)
    })
  }

  /** An entry is offered to other consumers again until `unhandledAfterMs` has passed. */
  const pass = (row: Row) => {
    const now = Date.now()
    // Where the clock ran ahead when the entry was first passed on, the wait starts now.
    row.passedAt = Math.min(row.passedAt ?? now, now)
    if (now - row.passedAt < unhandledAfterMs) {
      makeDue(row, passDelayMs())
      wakeLater(row)
      return
    }
    settle(row, 'unhandled')
    tell(() => options.onUnhandled?.(toEntry(row), row.infoType))
  }

  const wakeLater = (row: Row) => {
    setTimeout(() => wake(rows), (row.dueAt ?? 0) - Date.now()).unref()
  }

  const attempt = (row: Row) => {
    row.attempts += 1
    row.claim += 1
    row.claimed = true
    const { claim } = row
    const done = run(row).then((ending) => {
      running.delete(row)
      if (row.claim === claim) conclude(row, ending)
      turn()
    })
    running.set(row, { claim, done })
  }

  const run = async (row: Row): Promise<Ending> => {
    try {
      return { state: await deliver(toEntry(row), row.attempts) }
    } catch (error) {
      return { error }
    }
  }

  const conclude = (row: Row, ending: Ending) => {
    if ('error' in ending) return fail(row, ending.error)
    if (ending.state === 'handled') return settle(row, 'handled')
    reviver.refuse(row.infoType)
    row.claimed = false
    row.attempts -= 1
    pass(row)
  }

  const fail = (row: Row, error: unknown) => {
    const lastError = toLastError(error)
    const delayMs = retryDelayMs(options.retryDelaysMs, row.attempts, error)
    row.lastError = lastError
    row.failed.push({ attempt: row.attempts, at: Date.now(), error: lastError })
    row.failed.splice(0, row.failed.length - keptFailures)
    delete row.passedAt
    if (delayMs === undefined) {
      settle(row, 'dead')
      tell(() => options.onDead?.(toEntry(row), row.attempts, lastError))
    } else {
      row.claimed = false
      makeDue(row, delayMs)
    }
  }

  const reviveHandled = () => {
    const unhandled = own('unhandled')
    const picked = reviver.pick([...new Set(unhandled.map(({ infoType }) => infoType))])
    const revived = unhandled.filter(({ infoType }) => picked.includes(infoType))
    revived.forEach(revive)
    if (revived.length > 0) wake(rows)
  }

  rows.wakers.add(turn)
  const reviving = setInterval(reviveHandled, reviveEveryMs).unref()
  queueMicrotask(() => {
    reviveHandled()
    turn()
  })
  return {
    async close({ timeoutMs }) {
      closed = true
      rows.wakers.delete(turn)
      clearTimeout(timer)
      clearInterval(reviving)
      await settledWithin(
        [...running.values()].map(({ done }) => done),
        timeoutMs,
      )
      for (const [row, { claim }] of running) if (row.claim === claim && row.claimed) giveBack(row)
      wake(rows)
    },
  }
}

/** A due time that was set while the clock ran ahead is corrected: the entry waits as long as intended, counted from now. */
function followClock(row: Row): void {
  if (row.dueAt !== undefined && row.dueFrom > Date.now() + stepMs) makeDue(row, row.dueAt - row.dueFrom)
}

/** Raises `claim`, so that the result of a handler which finishes later is ignored. */
function giveBack(row: Row): void {
  row.claim += 1
  row.claimed = false
  makeDue(row)
}

/** An error of a listener does not change the entry. */
function tell(listener: () => void): void {
  try {
    listener()
  } catch {
    // There is nobody to report it to.
  }
}
