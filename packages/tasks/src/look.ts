import { isWechatApiError } from '@wehook/client'
import { describeStatus } from '@wehook/core'
import { settleCall } from './call-results.js'
import { recordChange } from './changes.js'
import type { Context } from './context.js'
import { applyEvidence } from './evidence.js'
import { appidKey } from './keys.js'
import { kindOf, type TaskKind } from './kinds/index.js'
import type { AskContext, Finding } from './kinds/kind.js'
import { tellKind } from './kinds/registration-unknown.js'
import type { Entry } from './ledger.js'
import type { TaskRecord } from './record.js'
import { day, dueTimes, endsByClock, isWaiting, nextLook, retryLook } from './schedule.js'
import { fromClock, fromError, toStatus } from './statuses.js'

const hour = 3_600_000
const checkEveryMs = 600_000
/** The account took its authorization back, or lacks a permission: asking again does not help. */
const stopCodes: readonly number[] = [61003, 61007, 61023]

/** What asking WeChat brought. */
export interface Answer {
  readonly at: number
  readonly finding?: Finding
  /** Of an adopted registration: which kind it is. */
  readonly kind?: TaskKind
  /** An error that asking again does not help. */
  readonly stop?: ReturnType<typeof fromError>
  readonly failed?: true
}

export interface Looks {
  /** Asks WeChat about a task whose time has come, and writes down what it says. */
  look(entry: Entry): Promise<Answer | undefined>
  /** The record after everything that is due was done; `answer` is what a look brought. */
  afterDue(record: TaskRecord, answer: Answer | undefined): TaskRecord
  /** Asks WeChat now, at most every 10 minutes for a task. */
  check(entry: Entry): Promise<Entry>
  askReason(entry: Entry): Promise<Finding | undefined>
}

export function createLooks({ client, ledger, now }: Context): Looks {
  const askContext: AskContext = {
    client,
    isTaken: async (appid) => (await ledger.find(appidKey(appid), 1)).length > 0,
  }

  async function ask({ record }: Entry): Promise<Answer> {
    const at = now()
    try {
      const kind = record.kind === 'registration.unknown' ? await settleKind(record) : undefined
      const asked = kind ? { ...record, kind } : record
      const finding = record.answerLost ? undefined : await kindOf(asked.kind).ask?.(askContext, asked)
      return { at, ...(kind && { kind }), ...(finding && { finding }) }
    } catch (error) {
      const isStop = isWechatApiError(error) && stopCodes.includes(error.errcode)
      return isStop ? { at, stop: fromError(error) } : { at, failed: true }
    }
  }

  /** The account of a success says how it was registered; else one of two queries knows the taskid. */
  async function settleKind({ appid, ids }: TaskRecord): Promise<TaskKind | undefined> {
    if (appid !== undefined) {
      const { authorizer_info: profile } = await client.component.authorizerInfo({ authorizer_appid: appid })
      if (profile.register_type === 6) return 'registration.enterprise'
      if (profile.register_type === 15 || profile.register_type === 16) return 'registration.personal'
    }
    const taskid = ids.at(-1)?.id
    return taskid === undefined ? undefined : (await tellKind(askContext, taskid))?.kind
  }

  function withAnswer(record: TaskRecord, { at, finding, kind, stop }: Answer): TaskRecord {
    const cause = { by: 'query', at } as const
    const named =
      kind && record.kind !== kind
        ? recordChange(record, { ...record, kind }, cause, now(), { closes: record.closedAt !== undefined })
        : record
    if (stop) {
      const { waitsFor: _, ...rest } = named
      const status = toStatus({ ...stop, outcome: 'undetermined' }, kindOf(named.kind))
      const { look: _look, ...stopped } = recordChange(
        named,
        { ...rest, outcome: 'undetermined', advice: stop.advice, status },
        cause,
        now(),
      )
      return stopped
    }
    if (!finding) return named
    const found = applyEvidence(named, { ...finding, ...cause }, now()).record
    // The account of a success may be authorized a little later than the query says so.
    return finding.candidates?.length === 0 ? { ...found, look: now() + hour } : found
  }

  function afterLook(before: TaskRecord, answer: Answer): TaskRecord {
    const { look, ...rest } = before
    const after = withAnswer({ ...rest, checkedAt: answer.at }, answer)
    if (after.look !== undefined || answer.stop) return after
    if (after.kind === 'registration.unknown' && now() < after.openedAt + day) return { ...after, look: now() + hour }
    if (!isWaiting(after) || after.closedAt !== undefined) return after
    const next = nextLook(after, now()) ?? (answer.failed ? retryLook(after, now()) : undefined)
    if (next !== undefined) return between({ ...after, look: next }, look ?? 0)
    return endsByClock(after) ? end(after, answer) : after
  }

  /** A conversion may live for two turns: after the first its state is not known. */
  function between(record: TaskRecord, look: number): TaskRecord {
    const isFirstOver =
      record.kind === 'beta.conversion' && record.outcome === 'pending' && look > (record.expiresAt ?? Infinity)
    if (!isFirstOver) return record
    const { waitsFor: _, status: _status, ...rest } = record
    const doubtful: TaskRecord = { ...rest, outcome: 'undetermined', advice: 'query' }
    const next = recordChange(record, doubtful, { by: 'clock', at: now() }, now())
    return record.look === undefined ? next : { ...next, look: record.look }
  }

  /** The last look found nothing. What WeChat says later replaces this. */
  function end(record: TaskRecord, { failed: isUnknown }: Answer): TaskRecord {
    const { waitsFor: _, link: _link, ...rest } = record
    const cause = { by: 'clock', at: now() } as const
    if (record.answerLost && record.generation > 0 && record.kind === 'certification') {
      // A resubmission whose answer was lost: the certification is still the returned one, and may be resubmitted again.
      const { answerLost: _, ...known } = rest
      const returned = toStatus(describeStatus('notify_3rd_wxa_auth', 'apply_status', 3), kindOf(record.kind))
      const after = {
        ...known,
        outcome: 'returned',
        advice: returned.advice,
        status: returned,
        waitsFor: 'provider',
      } as const
      return recordChange(record, after, cause, now())
    }
    const isFailed = record.answerLost || (!isUnknown && kindOf(record.kind).afterLastLook === 'failed')
    if (!isFailed) {
      if (record.outcome === 'undetermined') return recordChange(record, rest, cause, now(), { closes: true })
      const { status: _status, ...unknown } = rest
      return recordChange(record, { ...unknown, outcome: 'undetermined', advice: 'query' }, cause, now(), {
        closes: true,
      })
    }
    const hours = record.kind === 'beta.conversion' && !record.answerLost ? 48 : 24
    const { answerLost: _lost, candidates: _found, ...failed } = rest
    const status = toStatus(fromClock(hours), kindOf(record.kind))
    return recordChange(record, { ...failed, outcome: 'failed', advice: 'retry', status }, cause, now())
  }

  return {
    async look(entry) {
      return (dueTimes(entry.record).look ?? Number.POSITIVE_INFINITY) <= now() ? ask(entry) : undefined
    },
    afterDue(record, answer) {
      const settled = settleCall(record, now())
      const reminded = withReminder(settled, now())
      const purged = withoutOldInput(reminded, now())
      return answer && !purged.call ? afterLook(purged, answer) : purged
    },
    async check(entry) {
      const isRecent = entry.record.checkedAt !== undefined && now() - entry.record.checkedAt < checkEveryMs
      if (isRecent || entry.record.call || entry.record.outcome === 'succeeded') return entry
      const answer = await ask(entry)
      const checked = await ledger.change(entry.id, (record) => withAnswer({ ...record, checkedAt: answer.at }, answer))
      return checked ?? entry
    },
    askReason: ({ record }) => kindOf(record.kind).ask?.(askContext, record) ?? Promise.resolve(undefined),
  }
}

function withReminder(record: TaskRecord, now: number): TaskRecord {
  const { reminder } = dueTimes(record)
  if (reminder === undefined || reminder > now) return record
  const marked: TaskRecord = { ...record, expiringTold: true }
  if ((record.expiresAt ?? 0) <= now) return marked
  return recordChange(record, marked, { by: 'clock', at: now }, now, { word: 'expiring' })
}

function withoutOldInput(record: TaskRecord, now: number): TaskRecord {
  const { purge } = dueTimes(record)
  if (purge === undefined || purge > now) return record
  const { input: _, ...rest } = record
  return rest
}
