import { type CallOptions, isApiError, isWechatApiError, type WechatApiError } from '@wehook/client'
import { absorb, accept, confirmRunning, loseAnswer, refuse, settleCall, withoutCall } from './call-results.js'
import { recordChange } from './changes.js'
import type { Context } from './context.js'
import { optionInvalid, TaskOpenError, type TaskOpenReason } from './errors.js'
import { keyTexts, referenceKey } from './keys.js'
import { kindOf, type TaskKind } from './kinds/index.js'
import type { Accepted, Subject } from './kinds/kind.js'
import type { Entry, Resolve } from './ledger.js'
import { isAdopted, isUnderWay, type TaskRecord } from './record.js'
import { texts } from './texts.js'

/** Options of a call that starts a task. */
export interface StartOptions extends CallOptions {
  /** Yours: what you find the task by. No personal data: it is stored as it is. */
  readonly reference: string
  /** Ask WeChat although a task is open: a link that led to a failure is dead, and WeChat may accept another call at once. */
  readonly again?: boolean
}

/** A call may take this much longer than its time-out until its answer is written. */
const answerMs = 5_000
/** The client's own default. */
const defaultTimeoutMs = 10_000
const pollMs = 50
const writeDelaysMs = [100, 400, 1_500]

export interface Calls {
  /** Starts a task, or gives the open one. Resolves with the task wherever one exists, whatever WeChat answered. */
  start(kind: TaskKind, subject: Subject, options: StartOptions): Promise<Entry>
  /** Sends the call of an existing record, which holds the lease `callId`, and writes down what comes of it. */
  send(entry: Entry, callId: string, subject: Subject, options: CallOptions, results: Results): Promise<Entry>
  /** Waits for the answer of a call that is under way. */
  settled(entry: Entry): Promise<Entry>
  lease(timeoutMs: number | undefined): NonNullable<TaskRecord['call']>
  /** Writes what a call brought. */
  write(entry: Entry, make: (record: TaskRecord) => TaskRecord): Promise<Entry>
  digestOf(input: Subject['input']): string
}

/** What becomes of a record when a call ends; each resolves with the record to hand out. */
export interface Results {
  accepted(entry: Entry, answer: Accepted): Promise<Entry>
  refused(entry: Entry, error: WechatApiError): Promise<Entry>
  /** Certainly not sent: the record goes back to what it was. */
  unsent(entry: Entry): Promise<void>
}

export function createCalls({ client, store, ledger, now }: Context): Calls {
  const digestOf = (input: Subject['input']) => store.digest(canonical(input))[0] ?? ''

  const lease = (timeoutMs = defaultTimeoutMs): NonNullable<TaskRecord['call']> => {
    const at = now()
    return { id: crypto.randomUUID(), at, until: at + timeoutMs + answerMs }
  }

  async function settled(entry: Entry): Promise<Entry> {
    const { call } = entry.record
    if (!call) return entry
    // Real time as well: a test's clock may stand still.
    const deadline = Date.now() + (call.until - call.at)
    let current: Entry | undefined = entry
    while (current?.record.call?.id === call.id && isUnderWay(current.record, now()) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, pollMs))
      current = await ledger.get(entry.id)
    }
    return current ?? entry
  }

  async function send(entry: Entry, callId: string, subject: Subject, options: CallOptions, results: Results) {
    const kind = kindOf(entry.record.kind)
    let answer: Accepted
    try {
      const { signal, timeoutMs } = options
      answer = await kind.send(client, subject, { ...(signal && { signal }), ...(timeoutMs && { timeoutMs }) })
    } catch (error) {
      return failed(entry, callId, error, options.signal, results)
    }
    return results.accepted(entry, answer)
  }

  async function failed(
    entry: Entry,
    callId: string,
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
      return record.call?.id === callId ? loseAnswer(record, now()) : undefined
    })
    if (!isApiError(error)) throw error
    return lost ?? entry
  }

  /** A first call, or one that goes out although another task is open: its record is inserted before. */
  async function begin(kind: TaskKind, subject: Subject, options: StartOptions, open?: Entry): Promise<Entry> {
    const record = newRecord(kind, subject, open, open?.id ?? (await previousOf(kind, subject)))
    const call = lease(options.timeoutMs)
    const inserted = await ledger.insert({ ...record, call })
    if ('holder' in inserted) return meet(kind, subject, options, inserted.holder)
    const { entry } = inserted
    const results = open ? resultsBeside(open, entry, call, options) : resultsAlone(entry, call)
    return send(entry, call.id, subject, options, results)
  }

  /** The task before this one: the newest of the same kind and account under the reference. */
  async function previousOf(kind: TaskKind, { reference, appid }: Subject): Promise<string | undefined> {
    const rows = await ledger.find(referenceKey(reference), 20)
    const isByAppid = kindOf(kind).subject === 'appid'
    return rows.find(({ record }) => record.kind === kind && (!isByAppid || record.appid === appid))?.id
  }

  function newRecord(kind: TaskKind, subject: Subject, open?: Entry, previous?: string): TaskRecord {
    const row = kindOf(kind)
    return {
      kind,
      reference: subject.reference,
      outcome: 'pending',
      advice: 'wait',
      ...(subject.appid !== undefined && { appid: subject.appid }),
      ...(open && { guardLost: true }),
      ...(previous !== undefined && { previous }),
      waitsFor: row.waitsFor(undefined),
      ids: [],
      openedAt: now(),
      changedAt: now(),
      input: subject.input,
      inputDigest: digestOf(subject.input),
      guard: keyTexts(store, row.guard(subject)),
      keys: row.keys(subject).flatMap((key) => keyTexts(store, key)),
      generation: 0,
      seen: [],
      history: [],
      changes: 0,
      untold: [],
    }
  }

  /** Another row holds the guard: wait for its answer, then hand it out, send on it, send beside it, or refuse. */
  async function meet(kind: TaskKind, subject: Subject, options: StartOptions, holder: Entry): Promise<Entry> {
    const wasUnderWay = isUnderWay(holder.record, now())
    const entry = await settled(holder)
    const { record } = entry
    const view = settleCall(record, now())
    const isGone = (await ledger.get(entry.id)) === undefined
    // The second click has the answer of the first, whatever it was.
    if (!isGone && wasUnderWay && !view.answerLost && isSame(view, subject)) return entry
    if (isGone || view.closedAt !== undefined) return begin(kind, subject, options)
    if (isAdopted(view)) throw new TaskOpenError('adopted', entry.id)
    const isLost = view.answerLost === true && view.outcome === 'undetermined' && view.generation === 0
    if (isLost && view.reference === subject.reference) return sendOn(kind, subject, options, entry)
    if (isLost || options.again) return begin(kind, subject, options, entry)
    const reason = refusalOf(view, subject)
    if (reason) throw new TaskOpenError(reason, entry.id)
    return entry
  }

  const isSame = (record: TaskRecord, { reference, input }: Subject) =>
    record.reference === reference && store.digest(canonical(input)).includes(record.inputDigest ?? '')

  function refusalOf(record: TaskRecord, subject: Subject): TaskOpenReason | undefined {
    if (record.reference !== subject.reference) return 'reference'
    if (record.outcome === 'returned') return 'returned'
    return isSame(record, subject) ? undefined : 'input'
  }

  /** The answer of this task's call was lost: the same merchant's next try goes out on the same row. */
  async function sendOn(kind: TaskKind, subject: Subject, options: StartOptions, lost: Entry): Promise<Entry> {
    const call = lease(options.timeoutMs)
    const row = kindOf(kind)
    const taken = await ledger.change(lost.id, (record) => {
      const settledRecord = settleCall(record, now())
      if (settledRecord.call || settledRecord.outcome !== 'undetermined') return undefined
      const keys = row.keys(subject).flatMap((key) => keyTexts(store, key))
      const { input } = subject
      return {
        ...settledRecord,
        call,
        input,
        inputDigest: digestOf(input),
        keys: [...new Set([...record.keys, ...keys])],
      }
    })
    if (taken?.record.call?.id !== call.id)
      return taken ? meet(kind, subject, options, taken) : begin(kind, subject, options)
    return send(taken, call.id, subject, options, {
      accepted: (entry, answer) => write(entry, (record) => accept(record, answer, call.at, now())),
      refused: (entry, error) =>
        write(entry, (record) => {
          const isRunning = row.runningCodes.includes(error.errcode)
          return isRunning ? confirmRunning(record, error, false, now()) : refuse(record, error, now())
        }),
      unsent: async (entry) => {
        await ledger.change(entry.id, (record) => (record.call?.id === call.id ? withoutCall(record) : undefined))
      },
    })
  }

  function resultsAlone(entry: Entry, call: NonNullable<TaskRecord['call']>): Results {
    const kind = kindOf(entry.record.kind)
    return {
      accepted: (current, answer) => write(current, (record) => accept(record, answer, call.at, now())),
      refused: (current, error) =>
        write(current, (record) => {
          const isRunning = kind.runningCodes.includes(error.errcode)
          if (isRunning && kind.subject === 'appid') return confirmRunning(record, error, true, now())
          return refuse(record, error, now(), isRunning)
        }),
      unsent: (current) => removeUnsent(current, call.id),
    }
  }

  /** The call went out beside an open task: accepted, it takes its place; refused as running, the open task is the answer. */
  function resultsBeside(
    open: Entry,
    entry: Entry,
    call: NonNullable<TaskRecord['call']>,
    { reference }: StartOptions,
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
        const merged = await write(current, (record) => accept(record, answer, call.at, now()))
        return (await handOver())?.[1] ?? merged
      },
      async refused(current, error) {
        if (!kind.runningCodes.includes(error.errcode)) {
          return write(current, (record) => refuse(record, error, now()))
        }
        await removeUnsent(current, call.id)
        const held = (await ledger.get(open.id)) ?? open
        if (held.record.reference !== reference) throw new TaskOpenError('reference', open.id)
        return held
      },
      unsent: (current) => removeUnsent(current, call.id),
    }
  }

  async function removeUnsent(entry: Entry, callId: string): Promise<void> {
    for (;;) {
      const current = await ledger.get(entry.id)
      if (!current || current.record.call?.id !== callId || (await ledger.remove(current))) return
    }
  }

  /** Writes what a call brought; an adopted row that holds the id of the answer is taken in and removed. */
  async function write(entry: Entry, make: (record: TaskRecord) => TaskRecord): Promise<Entry> {
    const takeIn: Resolve = async (holder, record) => {
      if (!isAdopted(holder.record)) return undefined
      const also = { remove: { scope: ledger.scope, id: holder.id }, expected: holder.version }
      return { record: absorb(record, holder.record, now()), also }
    }
    for (let attempt = 0; ; attempt++) {
      try {
        return (await ledger.change(entry.id, make, takeIn)) ?? entry
      } catch (error) {
        // The answer is known now and nowhere else: a store that is back soon still gets it.
        const delay = writeDelaysMs[attempt]
        if (delay === undefined) throw error
        await new Promise((resolve) => setTimeout(resolve, delay))
      }
    }
  }

  return {
    async start(kind, subject, options) {
      checkReference(options.reference)
      const { api } = kindOf(kind)
      if (api) client.checkInput(api, subject.input as never)
      options.signal?.throwIfAborted()
      return begin(kind, subject, options)
    },
    send,
    settled,
    lease,
    write,
    digestOf,
  }
}

export function checkReference(reference: unknown): void {
  if (typeof reference === 'string' && reference !== '' && reference.length <= 256) return
  throw optionInvalid('reference', texts.option.reference)
}

/** -1 and 89247 are faults of WeChat's that say nothing about whether a task was made, unless the table says to give up. */
function isUnclear({ errcode, advice }: WechatApiError): boolean {
  return (errcode === -1 || errcode === 89247) && advice !== 'give-up'
}

/** The same text for the same input, in whatever order its fields are. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`
}
