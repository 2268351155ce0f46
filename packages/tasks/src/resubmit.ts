import type { CallOptions } from '@wehook/client'
import { describeStatus } from '@wehook/core'
import { accept, confirmRunning, refuse, resubmissionArrived, withoutCall } from './call-results.js'
import type { Calls, Results } from './calls.js'
import { recordChange } from './changes.js'
import type { Context } from './context.js'
import { notReturned } from './errors.js'
import { idKey, keyTexts } from './keys.js'
import { kinds } from './kinds/index.js'
import type { Fields } from './kinds/kind.js'
import type { Entry } from './ledger.js'
import { isOpen, isUnderWay, type TaskRecord } from './record.js'
import { checkReference } from './start.js'
import { toStatus } from './statuses.js'

/** Options of a resubmission. With `taskid` and `reference`, continues a certification that was not submitted with this `tasks`. */
export type ResubmitOptions = CallOptions &
  ({ readonly taskid?: never; readonly reference?: never } | { readonly taskid: string; readonly reference: string })

const { certification } = kinds
/** The taskid is obsolete, or the certification is no longer returned: WeChat already has a resubmission. */
const arrivedCodes: readonly number[] = [40097, 89608]

/** Continues the returned certification of an appid, with WeChat's new taskid and link. */
export async function resubmit(
  context: Context,
  calls: Calls,
  appid: string,
  input: Fields,
  options: ResubmitOptions,
): Promise<Entry> {
  const { client, ledger, now } = context
  const entry = await findReturned(context, calls, appid, options)
  if (!canResubmit(entry.record)) return entry
  const taskid = entry.record.ids.at(-1)?.id ?? ''
  const full = { ...input, taskid }
  client.checkInput('certification.resubmit', full as never)
  options.signal?.throwIfAborted()
  const call = calls.lease(options.timeoutMs)
  const taken = await ledger.change(entry.id, (record) => {
    return isUnderWay(record, now()) || !canResubmit(record)
      ? undefined
      : { ...withoutCall(record), call, input, inputDigest: calls.digestsOf(input)[0] ?? '' }
  })
  if (!taken) throw notReturned(appid)
  if (taken.record.call?.id !== call.id) return calls.settled(taken)
  const subject = { appid, reference: taken.record.reference ?? '', input: full }
  return calls.send(taken, call, subject, options, resultsOf(context, calls, call))
}

/** A resubmission whose answer was lost may be sent again. */
const canResubmit = ({ outcome, answerLost, generation }: TaskRecord) =>
  outcome === 'returned' || (outcome === 'undetermined' && answerLost === true && generation > 0)

function resultsOf({ now }: Context, calls: Calls, call: NonNullable<TaskRecord['call']>): Results {
  return {
    accepted: (entry, answer) => calls.write(entry, (record) => accept(record, answer, call.at, now())),
    refused: (entry, error) =>
      calls.write(entry, (record) => {
        if (arrivedCodes.includes(error.errcode)) return resubmissionArrived(record, now())
        if (certification.runningCodes.includes(error.errcode)) return confirmRunning(record, error, false, now())
        return refuse(record, error, now())
      }),
    unsent: (entry) => calls.giveBack(entry, call),
  }
}

async function findReturned(context: Context, calls: Calls, appid: string, options: ResubmitOptions): Promise<Entry> {
  const { store, ledger } = context
  const [key = ''] = certification.keys({ appid, reference: '', input: {} }).flatMap((one) => keyTexts(store, one))
  const open = (await ledger.find(key)).find(({ record }) => isOpen(record))
  const { taskid, reference } = options
  if (open?.record.reference !== undefined) return calls.settled(open)
  if (taskid === undefined || reference === undefined) throw notReturned(appid)
  checkReference(reference)
  return takeOver(context, appid, taskid, reference, open)
}

/** Takes over a certification that was submitted elsewhere, in its adopted row or in a new one. */
async function takeOver(
  { store, ledger, now }: Context,
  appid: string,
  taskid: string,
  reference: string,
  open: Entry | undefined,
): Promise<Entry> {
  const adopted = open ?? (await ledger.find(idKey('certification', taskid)))[0]
  const status = toStatus(describeStatus('notify_3rd_wxa_auth', 'apply_status', 3), certification)
  const returned = { outcome: 'returned', advice: status.advice, status, waitsFor: 'provider' } as const
  if (adopted) {
    const claimed = await ledger.change(adopted.id, (record) => {
      return record.reference === undefined ? { ...record, ...returned, reference } : undefined
    })
    if (claimed) return claimed
  }
  const subject = { appid, reference, input: {} }
  const at = now()
  const record: TaskRecord = {
    ...returned,
    kind: 'certification',
    reference,
    appid,
    ids: [{ id: taskid, generation: 1 }],
    openedAt: at,
    changedAt: at,
    guard: keyTexts(store, certification.guard(subject)),
    keys: certification.keys(subject).flatMap((one) => keyTexts(store, one)),
    generation: 1,
    seen: [],
    history: [],
    changes: 0,
    untold: [],
  }
  const inserted = await ledger.insert(recordChange(record, record, { by: 'host', at }, at))
  return 'entry' in inserted ? inserted.entry : inserted.holder
}
