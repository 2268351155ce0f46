import { isWechatApiError } from '@wehook/client'
import { settleCall } from './call-results.js'
import { recordChange } from './changes.js'
import type { Context } from './context.js'
import { afterLastLook, betweenTurns } from './ending.js'
import { applyEvidence } from './evidence.js'
import { appidKey } from './keys.js'
import { kindOf, type TaskKind } from './kinds/index.js'
import type { AskContext, Finding } from './kinds/kind.js'
import { tellKind } from './kinds/registration-unknown.js'
import type { Entry } from './ledger.js'
import type { TaskRecord } from './record.js'
import { day, dueTimes, endsByClock, isWaiting, nextLook, retryLook } from './schedule.js'
import { fromError, toStatus } from './statuses.js'

const hour = 3_600_000
const checkEveryMs = 600_000
/** The account has withdrawn its authorization, or lacks a permission: asking again does not help. */
const stopCodes: readonly number[] = [61003, 61007, 61023]

/** The result of asking WeChat. */
export interface Answer {
  readonly at: number
  readonly finding?: Finding
  /** For an adopted registration: which kind it is. */
  readonly kind?: TaskKind
  /** An error that asking again does not change. */
  readonly stop?: ReturnType<typeof fromError>
  readonly failed?: true
}

export interface Looks {
  /** Asks WeChat about a due task and stores the answer. */
  look(entry: Entry): Promise<Answer | undefined>
  /** The record after everything that was due is done; `answer` is the result of `look`. */
  afterDue(record: TaskRecord, answer: Answer | undefined): TaskRecord
  /** Asks WeChat now, at most every 10 minutes for each task. */
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

  /** The profile of a successfully created account says how it was registered; otherwise one of the two queries knows the taskid. */
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
    // The query may report a success a little before the account is authorized, so its appid is searched again.
    return finding.candidates?.length === 0 ? { ...found, look: now() + hour } : found
  }

  function afterLook(before: TaskRecord, answer: Answer): TaskRecord {
    const { look, ...rest } = before
    const after = withAnswer({ ...rest, checkedAt: answer.at }, answer)
    if (after.look !== undefined || answer.stop) return after
    if (after.kind === 'registration.unknown' && now() < after.openedAt + day) return { ...after, look: now() + hour }
    if (!isWaiting(after) || after.closedAt !== undefined) return after
    const next = nextLook(after, now()) ?? (answer.failed ? retryLook(after, now()) : undefined)
    if (next !== undefined) return betweenTurns({ ...after, look: next }, look ?? 0, now())
    return endsByClock(after) ? afterLastLook(after, answer.failed === true, now()) : after
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
