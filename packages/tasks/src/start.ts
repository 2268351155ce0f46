import type { CallOptions } from '@wehook/client'
import { resultsBeside } from './beside.js'
import { accept, confirmRunning, refuse, settleCall } from './call-results.js'
import type { Calls, Lease, Results } from './calls.js'
import type { Context } from './context.js'
import { optionInvalid, TaskOpenError, type TaskOpenReason } from './errors.js'
import { keyTexts, referenceKey } from './keys.js'
import { kindOf, type TaskKind } from './kinds/index.js'
import type { Subject } from './kinds/kind.js'
import type { Entry } from './ledger.js'
import { isAdopted, isUnderWay, type TaskRecord } from './record.js'
import { texts } from './texts.js'

/** Options of a call that starts a task. */
export interface StartOptions extends CallOptions {
  /** Your own id, by which you find the task. No personal data: it is stored unencrypted. */
  readonly reference: string
  /** Calls WeChat although a task is open: a link that led to a failure no longer works, and WeChat may accept another call at once. */
  readonly again?: boolean
}

/** Starts a task, or returns the open one. Resolves with the task whenever one exists, whatever WeChat answered. */
export type Start = (kind: TaskKind, subject: Subject, options: StartOptions) => Promise<Entry>

export function createStart(context: Context, calls: Calls): Start {
  const { client, store, ledger, now } = context
  const digestOf = (input: Subject['input']) => {
    const [inputDigest] = calls.digestsOf(input)
    return inputDigest === undefined ? {} : { inputDigest }
  }

  /** Makes a first call, or one that is sent although another task is open. Its record is inserted before the call. */
  async function begin(kind: TaskKind, subject: Subject, options: StartOptions, open?: Entry): Promise<Entry> {
    const record = newRecord(kind, subject, open, open?.id ?? (await previousOf(kind, subject)))
    const call = calls.lease(options.timeoutMs)
    const inserted = await ledger.insert({ ...record, call })
    if ('holder' in inserted) return meet(kind, subject, options, inserted.holder)
    const { entry } = inserted
    const results = open
      ? resultsBeside(context, calls, { open, entry, call, reference: options.reference })
      : resultsAlone(entry, call)
    return calls.send(entry, call, subject, options, results)
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
      ...digestOf(subject.input),
      guard: keyTexts(store, row.guard(subject)),
      keys: row.keys(subject).flatMap((key) => keyTexts(store, key)),
      generation: 0,
      seen: [],
      history: [],
      changes: 0,
      untold: [],
    }
  }

  /** Another row holds the guard: waits for its answer, then returns its task, repeats its call, calls although it is open, or refuses. */
  async function meet(kind: TaskKind, subject: Subject, options: StartOptions, holder: Entry): Promise<Entry> {
    const wasUnderWay = isUnderWay(holder.record, now())
    const entry = await calls.settled(holder)
    const { record } = entry
    const view = settleCall(record, now())
    const isGone = (await ledger.get(entry.id)) === undefined
    // The same call twice, such as a double click: the second gets the answer of the first.
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
    record.reference === reference && calls.digestsOf(input).includes(record.inputDigest ?? '')

  function refusalOf(record: TaskRecord, subject: Subject): TaskOpenReason | undefined {
    if (record.reference !== subject.reference) return 'reference'
    if (record.outcome === 'returned') return 'returned'
    return isSame(record, subject) ? undefined : 'input'
  }

  /** The answer of this task's call was lost: the next call for the same merchant uses the same row. */
  async function sendOn(kind: TaskKind, subject: Subject, options: StartOptions, lost: Entry): Promise<Entry> {
    const call = calls.lease(options.timeoutMs)
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
        ...digestOf(input),
        keys: [...new Set([...record.keys, ...keys])],
      }
    })
    if (taken?.record.call?.id !== call.id)
      return taken ? meet(kind, subject, options, taken) : begin(kind, subject, options)
    return calls.send(taken, call, subject, options, {
      accepted: (entry, answer) => calls.write(entry, (record) => accept(record, answer, call.at, now())),
      refused: (entry, error) =>
        calls.write(entry, (record) => {
          const isRunning = row.runningCodes.includes(error.errcode)
          return isRunning ? confirmRunning(record, error, false, now()) : refuse(record, error, now())
        }),
      unsent: (entry) => calls.giveBack(entry, call),
    })
  }

  function resultsAlone(entry: Entry, call: Lease): Results {
    const kind = kindOf(entry.record.kind)
    return {
      accepted: (current, answer) => calls.write(current, (record) => accept(record, answer, call.at, now())),
      refused: (current, error) =>
        calls.write(current, (record) => {
          const isRunning = kind.runningCodes.includes(error.errcode)
          if (isRunning && kind.subject === 'appid') return confirmRunning(record, error, true, now())
          return refuse(record, error, now(), isRunning)
        }),
      unsent: (current) => calls.remove(current, call),
    }
  }

  return async (kind, subject, options) => {
    checkReference(options.reference)
    const { api } = kindOf(kind)
    if (api) client.checkInput(api, subject.input as never)
    options.signal?.throwIfAborted()
    return begin(kind, subject, options)
  }
}

export function checkReference(reference: unknown): void {
  if (typeof reference === 'string' && reference !== '' && reference.length <= 256) return
  throw optionInvalid('reference', texts.option.reference)
}
