import { kindOf } from './kinds/index.js'
import { isAdopted, type TaskRecord } from './record.js'

const minute = 60_000
const hour = 60 * minute
export const day = 24 * hour

/** How long the link is valid, counted from before the call was sent. */
export const linkMs = 24 * hour
/** Results come minutes after the last step, and the person may still be filling in the form when the link expires. */
const graceMs = 30 * minute
const reminderMs = 2 * hour
const keepMs = 30 * day

/** Payment and review have no deadline: days after the last change at which WeChat is asked. */
const reviewLooksAtDays = [1, 3, 7, 14, 30]
const unlimited: readonly unknown[] = ['payment', 'reviewer']

/** The times at which WeChat is asked about a task in this state. With a deadline, the last one closes the task. */
function looksOf(record: TaskRecord): readonly number[] {
  if (unlimited.includes(record.waitsFor)) return reviewLooksAtDays.map((days) => record.changedAt + days * day)
  if (record.expiresAt === undefined) return []
  const first = record.expiresAt + graceMs
  // Nobody has the link of a call whose answer was lost, so asking once is enough.
  if (record.answerLost) return [first]
  if (record.kind === 'beta.conversion') return [first, Math.max(first, record.openedAt + 2 * day + graceMs)]
  return kindOf(record.kind).looksAtHours.map((hours) => first + hours * hour)
}

/** The next time at which WeChat is asked; `undefined` after the last one. */
export function nextLook(record: TaskRecord, now: number): number | undefined {
  return looksOf(record).find((at) => at > now)
}

/** When the last query fails, it is repeated every hour for a day. */
export function retryLook(record: TaskRecord, now: number): number | undefined {
  const last = looksOf(record).at(-1)
  return last !== undefined && now < last + day ? now + hour : undefined
}

/** Does the task end when the last query finds nothing? */
export const endsByClock = (record: TaskRecord): boolean => !unlimited.includes(record.waitsFor)

export const isWaiting = ({ outcome }: TaskRecord): boolean => outcome === 'pending' || outcome === 'undetermined'

/** The time of the reminder (`expiring`); once for each link. */
function reminderAt({ outcome, expiresAt, expiringTold }: TaskRecord): number | undefined {
  return outcome === 'pending' && expiresAt !== undefined && !expiringTold ? expiresAt - reminderMs : undefined
}

/** When the input is removed, or the whole task if it is adopted. */
export function purgeAt(record: TaskRecord): number | undefined {
  const hasWork = record.input !== undefined || isAdopted(record)
  return record.closedAt !== undefined && hasWork ? record.closedAt + keepMs : undefined
}

export interface DueTimes {
  readonly call?: number
  readonly telling?: number
  readonly look?: number
  readonly reminder?: number
  readonly purge?: number
}

/** All times at which something is due; the row's `dueAt` is the earliest of them. */
export function dueTimes(record: TaskRecord): DueTimes {
  const times = {
    call: record.call?.until,
    telling: record.untold.length > 0 && !record.dead ? record.telling?.at : undefined,
    look: record.call ? undefined : record.look,
    reminder: record.call ? undefined : reminderAt(record),
    purge: purgeAt(record),
  }
  return Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined))
}

export function dueAtOf(record: TaskRecord): number | undefined {
  const times = Object.values(dueTimes(record)) as readonly number[]
  return times.length > 0 ? Math.min(...times) : undefined
}
