import { accept, refuse, withoutCall } from './call-results.js'
import type { Calls, Lease, Results } from './calls.js'
import { recordChange } from './changes.js'
import type { Context } from './context.js'
import { TaskOpenError } from './errors.js'
import { kindOf } from './kinds/index.js'
import type { Accepted } from './kinds/kind.js'
import type { Entry } from './ledger.js'
import type { TaskRecord } from './record.js'

/** A call that is sent although a task is open. */
interface Beside {
  readonly open: Entry
  readonly entry: Entry
  readonly call: Lease
  readonly reference: string
}

/** The call was made while a task was open. If WeChat accepts it, the new task replaces the open one; if WeChat answers that a task is running, the open task is the result. */
export function resultsBeside(
  { ledger, now }: Context,
  calls: Calls,
  { open, entry, call, reference }: Beside,
): Results {
  const kind = kindOf(entry.record.kind)
  const handOver = (answer?: Accepted) =>
    ledger.changeBoth([open.id, entry.id], (older, newer) => {
      const replaced: TaskRecord = {
        ...withoutCall(older),
        outcome: 'undetermined',
        advice: 'none',
        supersededBy: entry.id,
      }
      const { guardLost: _, ...holder } = answer ? accept(newer, answer, call.at, now()) : newer
      if (older.closedAt !== undefined) return [{ ...older, supersededBy: entry.id }, holder]
      const { waitsFor: _w, link: _l, expiresAt: _e, look: _k, ...ended } = replaced
      return [recordChange(older, ended, { by: 'call', at: now() }, now(), { closes: true }), holder]
    })
  return {
    async accepted(current, answer) {
      const both = await handOver(answer)
      if (both) return both[1]
      const merged = await calls.write(current, (record) => accept(record, answer, call.at, now()))
      return (await handOver())?.[1] ?? merged
    },
    async refused(current, error) {
      if (!kind.runningCodes.includes(error.errcode)) {
        return calls.write(current, (record) => refuse(record, error, now()))
      }
      await calls.remove(current, call)
      const held = (await ledger.get(open.id)) ?? open
      if (held.record.reference !== reference) throw new TaskOpenError('reference', open.id)
      return held
    },
    unsent: (current) => calls.remove(current, call),
  }
}
