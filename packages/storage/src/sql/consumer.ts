import { randomBytes } from 'node:crypto'
import {
  type ConsumeOptions,
  type Consumer,
  createReviver,
  type Deliver,
  defaultUnhandledAfterMs,
  reviveEveryMs,
} from '@wehook/core/storage'
import type { SqlContext } from './context.js'
import { createDeliveries } from './deliveries.js'
import { toFault } from './faults.js'
import { toText } from './keys.js'
import { revive, unhandledInfoTypes } from './revive.js'
import { channelNumbers } from './rows.js'
import { texts } from './texts.js'

/** How soon an entry that another process stored or gave back is noticed: one or two indexed reads. */
const pollMs = 250
/** After a fault of the database. */
const faultPauseMs = 1_000
/** The same fault is reported once in this time. */
const reportEveryMs = 10_000
const maxClaims = 64
/** Claimed beyond the room for handlers while entries are there that this process has no handler for: they must not hold up the others. */
const extraClaims = 32

/** Claims what is due whenever there is room for it, until it is closed. Keeps the process alive. */
export function createConsumer(context: SqlContext, deliver: Deliver, options: ConsumeOptions): Consumer {
  const { dialect, work, leaseMs } = context
  const { handles = () => true, unhandledAfterMs = defaultUnhandledAfterMs } = options
  const channel = channelNumbers[options.channel ?? 'authorization']
  const owner = randomBytes(16)
  const report = createReporter(context, options.onError)
  const reviver = createReviver(handles)
  const deliveries = createDeliveries(context, {
    ...options,
    deliver,
    report,
    onRoom: () => wake(),
    onRefused: reviver.refuse,
  })
  let revivedAt = Number.NEGATIVE_INFINITY
  const foreign = new Set<string>()
  let hadForeign = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let isStopped = false
  let closing: Promise<void> | undefined

  const wake = () => {
    again = true
    looking ??= look()
  }

  /** Looks as long as there is reason to; then sleeps until the next entry is due, or for a poll. */
  const look = async () => {
    clearTimeout(timer)
    let waitMs = pollMs
    while (again && !isStopped) {
      again = false
      waitMs = await takeDue().catch((error: unknown) => {
        report(error)
        return faultPauseMs
      })
    }
    looking = undefined
    if (!isStopped) timer = setTimeout(wake, waitMs)
  }

  /** Of the InfoTypes without a handler that were met, those that still have none. */
  const foreignTypes = () => {
    for (const infoType of foreign) if (handles(infoType)) foreign.delete(infoType)
    return [...foreign].map((infoType) => Buffer.from(infoType))
  }

  /** Looks now and then for `unhandled` entries that this process has a handler for. */
  const reviveHandled = async () => {
    if (performance.now() - revivedAt < reviveEveryMs) return
    revivedAt = performance.now()
    for (const infoType of reviver.pick(await unhandledInfoTypes(context))) await revive(context, infoType, channel)
  }

  const takeDue = async (): Promise<number> => {
    const room = options.concurrency - deliveries.running()
    if (room <= 0) return pollMs
    await context.ready()
    await reviveHandled()
    const limit = Math.min(maxClaims, room + (hadForeign ? extraClaims : 0))
    const request = { limit, channel, owner, leaseMs, unhandledAfterMs, foreign: foreignTypes() }
    const claims = isStopped ? [] : await work.run((session) => dialect.claim(session, request))
    for (const infoType of claims.map((claim) => toText(claim.infoType))) if (!handles(infoType)) foreign.add(infoType)
    hadForeign = (await deliveries.begin(claims)) > 0
    again ||= claims.length > 0
    return claims.length > 0 ? pollMs : Math.min(pollMs, await nextDueInMs(context, channel))
  }

  const close = async (timeoutMs: number) => {
    isStopped = true
    context.wakers.delete(wake)
    await looking
    clearTimeout(timer)
    await deliveries.end(timeoutMs)
  }

  context.wakers.add(wake)
  wake()
  return {
    close({ timeoutMs }) {
      closing ??= close(timeoutMs)
      return closing
    },
  }
}

async function nextDueInMs({ dialect, work }: SqlContext, channel: number): Promise<number> {
  const { now, tables } = dialect
  const { rows } = await work.run((session) =>
    session.run(
      `SELECT due_at - ${now} AS wait FROM ${tables.entries} WHERE state = 0 AND channel = ? AND due_at > ${now}
       ORDER BY due_at LIMIT 1`,
      [channel],
    ),
  )
  return rows[0] ? Math.max(0, Number(rows[0]['wait'])) : Number.POSITIVE_INFINITY
}

/** Passes faults on, the same one at most once in 10 s: a database that is away fails every poll. A listener that throws changes nothing. */
function createReporter({ dialect }: SqlContext, onError: ConsumeOptions['onError']): (error: unknown) => void {
  const reported = new Map<string, number>()
  return (error) => {
    const fault = toFault(dialect, error, 'ERR_INBOX_UNAVAILABLE', texts.actions.deliver)
    if (Date.now() - (reported.get(fault.message) ?? 0) < reportEveryMs) return
    reported.set(fault.message, Date.now())
    try {
      onError?.(fault)
    } catch {
      // Nobody is left to tell.
    }
  }
}
