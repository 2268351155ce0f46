import type { Inbox, InboxCounts } from '../storage/inbox.js'
import { texts } from '../texts.js'
import { type HealthCheck, type HealthFinding, statusOf } from './check.js'

const seconds = (ms: number) => Math.round(ms / 1000)
const minuteMs = 60_000

/** What the checks of an inbox share, read once for a report. */
export type ReadCounts = () => Promise<InboxCounts>

/** The storage answers at all. */
export function storageCheck(read: ReadCounts): HealthCheck {
  return {
    name: 'storage:responds',
    async look() {
      await read()
      return { status: 'pass', text: texts.health.storageResponds }
    },
  }
}

/** Stored pushes are delivered: none waits long beyond its due time. */
export function oldestDueCheck(read: ReadCounts, now: () => number): HealthCheck {
  return {
    name: 'inbox:oldest-due',
    async look() {
      const { oldestDueAt } = await read()
      const ms = oldestDueAt === undefined ? 0 : Math.max(0, now() - oldestDueAt)
      const status = statusOf(ms, minuteMs, 10 * minuteMs)
      return measured(status, texts.health.oldestDue(seconds(ms)), seconds(ms), 's')
    },
  }
}

/** No event waits for an operator. */
export function leftOverCheck(read: ReadCounts, state: 'dead' | 'unhandled'): HealthCheck {
  return {
    name: `inbox:${state}`,
    async look() {
      const count = (await read())[state]
      return measured(count > 0 ? 'warn' : 'pass', texts.health[state](count), count, 'pushes')
    },
  }
}

/** What the checks of tasks read; `createTasks()` of `@wehook/tasks` fits. */
export interface WatchedTasks {
  list(options: { readonly dead: true }): Promise<{ readonly tasks: readonly unknown[] }>
  nextDueAt(): Promise<Date | undefined>
}

export const tasksChecks = (tasks: WatchedTasks, now: () => number): readonly HealthCheck[] => [
  overdueTasksCheck(tasks, now),
  deadTasksCheck(tasks),
]

/** Every task is looked at in time: none is long past the time at which it is due. */
function overdueTasksCheck(tasks: WatchedTasks, now: () => number): HealthCheck {
  return {
    name: 'tasks:oldest-due',
    async look() {
      const dueAt = await tasks.nextDueAt()
      const ms = dueAt === undefined ? 0 : Math.max(0, now() - dueAt.getTime())
      const status = statusOf(ms, 5 * minuteMs, 60 * minuteMs)
      return measured(status, texts.health.oldestDueTask(seconds(ms)), seconds(ms), 's')
    },
  }
}

/** No change of a task was given up; a change that was given up is never passed to a handler again. */
function deadTasksCheck(tasks: WatchedTasks): HealthCheck {
  return {
    name: 'tasks:dead',
    async look() {
      const { length } = (await tasks.list({ dead: true })).tasks
      return measured(length > 0 ? 'warn' : 'pass', texts.health.deadTasks(length), length, 'tasks')
    },
  }
}

/** WeChat pushes a ticket every ten minutes; without a new one the tokens expire within hours. */
export function ticketCheck(ticketAt: () => Promise<number | undefined>, now: () => number): HealthCheck {
  return {
    name: 'ticket:age',
    async look() {
      const at = await ticketAt()
      if (at === undefined) return { status: 'warn', text: texts.health.noTicket }
      const ageMs = Math.max(0, now() - at)
      const status = statusOf(ageMs, 30 * minuteMs, 12 * 60 * minuteMs)
      return measured(status, texts.health.ticketAge(seconds(ageMs)), seconds(ageMs), 's')
    },
  }
}

/** The clock of this machine agrees with WeChat's. Signatures do not depend on it; tokens and timeouts do. */
export function clockCheck(skewMs: () => number | undefined): HealthCheck {
  return {
    name: 'clock:skew',
    look() {
      const skew = skewMs()
      if (skew === undefined) return { status: 'pass', text: texts.health.noSkew }
      const status = statusOf(Math.abs(skew), minuteMs, 10 * minuteMs)
      return measured(status, texts.health.skew(seconds(skew)), seconds(skew), 's')
    },
  }
}

export function inboxChecks(inbox: Pick<Inbox, 'counts'>, now: () => number): readonly HealthCheck[] {
  let reading: Promise<InboxCounts> | undefined
  /** The checks of one report start in the same turn of the event loop, so they share one read. */
  const read: ReadCounts = () => {
    reading ??= inbox.counts().finally(() => {
      reading = undefined
    })
    return reading
  }
  return [storageCheck(read), oldestDueCheck(read, now), leftOverCheck(read, 'dead'), leftOverCheck(read, 'unhandled')]
}

function measured(
  status: HealthFinding['status'],
  text: HealthFinding['text'],
  observedValue: number,
  observedUnit: NonNullable<HealthFinding['observedUnit']>,
): HealthFinding {
  return { status, text, observedValue, observedUnit }
}
