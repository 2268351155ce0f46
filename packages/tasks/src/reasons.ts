import { kindOf } from './kinds/index.js'
import type { TaskRecord, Untold } from './record.js'

/** When WeChat is asked for the reason of a return or a failure. After the last time, handlers get the change without a reason. */
const reasonDelaysMs = [5_000, 30_000, 120_000, 600_000]

/** Whether WeChat must be asked for the reason before handlers get this change. */
export function isWithoutReason({ state, reasonTry }: Untold, { generation, ids }: TaskRecord): boolean {
  const isAskable = kindOf(state.kind).ask !== undefined && state.ids.length === ids.length
  const isTryLeft = reasonTry !== undefined && reasonTry <= reasonDelaysMs.length
  return isAskable && isTryLeft && state.reason === undefined && generation > 0
}

/** The record with the reason in change `n`, and in its own state where that change is the newest. */
export function withReason(record: TaskRecord, n: number, reason: string): TaskRecord {
  const untold = record.untold.map((item) => {
    if (item.change.n !== n) return item
    return { ...item, change: { ...item.change, reason }, state: { ...item.state, reason } }
  })
  const history = record.history.map((change) => (change.n === n ? { ...change, reason } : change))
  const isNewest = record.changes === n || record.untold.at(-1)?.change.n === n
  return { ...record, ...(isNewest && { reason }), untold, history }
}

/** The record after WeChat gave no reason: it is asked again later; after the last time handlers get the change without a reason. */
export function withoutReason(record: TaskRecord, { change, reasonTry = 0 }: Untold, now: number): TaskRecord {
  const untold = record.untold.map((item) =>
    item.change.n === change.n ? { ...item, reasonTry: reasonTry + 1 } : item,
  )
  const delay = reasonDelaysMs[reasonTry]
  return delay === undefined ? { ...record, untold } : { ...record, untold, telling: { at: now + delay, attempt: 0 } }
}
