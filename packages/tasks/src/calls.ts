import { type CallOptions, isApiError, isWechatApiError, type WechatApiError } from '@wehook/client'
import { absorb, loseAnswer, withoutCall } from './call-results.js'
import { canonical } from './canonical.js'
import type { Context } from './context.js'
import { kindOf } from './kinds/index.js'
import type { Accepted, Subject } from './kinds/kind.js'
import type { Entry, Resolve } from './ledger.js'
import { isAdopted, isUnderWay, type TaskRecord } from './record.js'

/** How much longer than its timeout a call may take until its answer is stored. */
const answerMs = 5_000
/** The client's own default. */
const defaultTimeoutMs = 10_000
const pollMs = 50
const writeDelaysMs = [100, 400, 1_500]

export type Lease = NonNullable<TaskRecord['call']>

/** Sends the calls of records that are already stored, and stores the results. */
export interface Calls {
  lease(timeoutMs: number | undefined): Lease
  /** Sends the call of a record that holds the lease, and resolves with the record as it is then. */
  send(entry: Entry, lease: Lease, subject: Subject, options: CallOptions, results: Results): Promise<Entry>
  /** Waits for the answer of a running call. */
  settled(entry: Entry): Promise<Entry>
  /** Stores the result of a call. */
  write(entry: Entry, make: (record: TaskRecord) => TaskRecord): Promise<Entry>
  /** Releases a lease whose call was certainly not sent. */
  giveBack(entry: Entry, lease: Lease): Promise<void>
  /** Removes a record whose first call was certainly not sent. */
  remove(entry: Entry, lease: Lease): Promise<void>
  digestsOf(input: Subject['input']): readonly string[]
}

/** How the end of a call changes a record; each resolves with the record to return. */
export interface Results {
  accepted(entry: Entry, answer: Accepted): Promise<Entry>
  refused(entry: Entry, error: WechatApiError): Promise<Entry>
  /** The call was certainly not sent: the record returns to its previous state. */
  unsent(entry: Entry): Promise<void>
}

export function createCalls({ client, store, ledger, now }: Context): Calls {
  async function settled(entry: Entry): Promise<Entry> {
    const { call } = entry.record
    if (!call) return entry
    // Also limited by real time, because a test's clock may not move.
    const deadline = Date.now() + (call.until - call.at)
    let current: Entry | undefined = entry
    while (current?.record.call?.id === call.id && isUnderWay(current.record, now()) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, pollMs))
      current = await ledger.get(entry.id)
    }
    return current ?? entry
  }

  async function send(entry: Entry, lease: Lease, subject: Subject, options: CallOptions, results: Results) {
    const kind = kindOf(entry.record.kind)
    let answer: Accepted
    try {
      const { signal, timeoutMs } = options
      answer = await kind.send(client, subject, { ...(signal && { signal }), ...(timeoutMs && { timeoutMs }) })
    } catch (error) {
      return failed(entry, lease, error, options.signal, results)
    }
    return results.accepted(entry, answer)
  }

  async function failed(
    entry: Entry,
    lease: Lease,
    error: unknown,
    signal: AbortSignal | undefined,
    results: Results,
  ): Promise<Entry> {
    const isSent = isApiError(error) ? error.sent : signal?.aborted === true
    if (!isSent) {
      await results.unsent(entry)
      throw error
    }
    if (isWechatApiError(error) && !isUnclear(error)) return results.refused(entry, error)
    const lost = await ledger.change(entry.id, (record) => {
      return record.call?.id === lease.id ? loseAnswer(record, now()) : undefined
    })
    if (!isApiError(error)) throw error
    return lost ?? entry
  }

  async function remove(entry: Entry, lease: Lease): Promise<void> {
    for (;;) {
      const current = await ledger.get(entry.id)
      if (!current || current.record.call?.id !== lease.id || (await ledger.remove(current))) return
    }
  }

  /** Stores the result of a call. An adopted row that holds the id of the answer is merged into this record and removed. */
  async function write(entry: Entry, make: (record: TaskRecord) => TaskRecord): Promise<Entry> {
    // A success is final: the answer of a process that was frozen may come after the push.
    const change = (record: TaskRecord) => (record.outcome === 'succeeded' ? withoutCall(record) : make(record))
    const takeIn: Resolve = async (holder, record) => {
      if (!isAdopted(holder.record)) return undefined
      const also = { remove: { scope: ledger.scope, id: holder.id }, expected: holder.version }
      return { record: absorb(record, holder.record, now()), also }
    }
    for (let attempt = 0; ; attempt++) {
      try {
        return (await ledger.change(entry.id, change, takeIn)) ?? entry
      } catch (error) {
        // Only this process knows the answer, so writing it is tried again for a while if the store fails.
        const delay = writeDelaysMs[attempt]
        if (delay === undefined) throw error
        await new Promise((resolve) => setTimeout(resolve, delay))
      }
    }
  }

  return {
    lease(timeoutMs = defaultTimeoutMs) {
      const at = now()
      return { id: crypto.randomUUID(), at, until: at + timeoutMs + answerMs }
    },
    send,
    settled,
    write,
    async giveBack(entry, { id }) {
      await ledger.change(entry.id, (record) => (record.call?.id === id ? withoutCall(record) : undefined))
    },
    remove,
    digestsOf: (input) => store.digest(canonical(input)),
  }
}

/** -1 and 89247 are errors of WeChat that do not say whether a task was created, unless the table says to give up. */
function isUnclear({ errcode, advice }: WechatApiError): boolean {
  return (errcode === -1 || errcode === 89247) && advice !== 'give-up'
}
