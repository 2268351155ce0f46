import type { CallRecord, Task as SimulatedTask } from '@wehook/simulator'
import type { AnyTask } from '@wehook/tasks'
import type { ToldLine } from './child.js'

export interface Evidence {
  readonly tasks: readonly AnyTask[]
  readonly told: readonly ToldLine[]
  /** What WeChat's side holds of each task. */
  readonly record: readonly Readonly<SimulatedTask>[]
  readonly calls: readonly CallRecord[]
}

/** Everything that was promised and is not so, in words. */
export function findFaults(evidence: Evidence): readonly string[] {
  return [...outcomeFaults(evidence), ...tellingFaults(evidence), ...callFaults(evidence)]
}

/** The outcome that WeChat's record gives a task. */
function outcomeOf({ kind, phase, progress, applyStatus }: Readonly<SimulatedTask>): AnyTask['outcome'] {
  if (kind === 'certification' && phase !== 'person') {
    if (progress !== 'succeeded') return 'failed'
    return applyStatus === 4 ? 'succeeded' : applyStatus === 5 ? 'failed' : applyStatus === 3 ? 'returned' : 'pending'
  }
  return phase === 'done' ? (progress === 'succeeded' ? 'succeeded' : 'failed') : 'pending'
}

function outcomeFaults({ tasks, record }: Evidence): readonly string[] {
  return tasks.flatMap((task) => {
    const mine = record.filter((one) => isRecordOf(one, task))
    const last = mine.at(-1)
    const wanted = last ? outcomeOf(last) : 'failed'
    const said = `${task.kind} ${task.id} (${task.reference ?? 'adopted'}) is ${task.outcome}`
    // A later call took its place, or it was refused, or its answer was lost for good.
    if (task.supersededBy !== undefined) return []
    if (task.outcome === wanted) {
      return task.outcome === 'succeeded' && last?.appid !== task.appid
        ? [`${said} with ${task.appid}, not ${last?.appid}`]
        : []
    }
    if (wanted === 'succeeded' && last?.appid !== undefined && task.candidates?.includes(last.appid)) return []
    return [`${said}, WeChat's record says ${wanted}`]
  })
}

/** Conversions are known by their account, all others by WeChat's id. */
function isRecordOf(one: Readonly<SimulatedTask>, task: AnyTask): boolean {
  if (task.kind === 'beta.conversion') return one.kind === 'conversion' && one.appid === task.appid
  if (task.kind === 'registration.enterpriseLegacy') {
    return (
      one.kind === 'enterprise-legacy' && one.request['legal_persona_wechat'] === `sample_${task.reference?.slice(2)}`
    )
  }
  return one.id === (task.wechat.taskid ?? task.wechat.unique_id)
}

/** Every change was told at least once, and for the first time in order. */
function tellingFaults({ tasks, told }: Evidence): readonly string[] {
  const firsts = new Map<string, string[]>()
  for (const { task, change } of told) {
    const seen = firsts.get(task) ?? []
    if (!seen.includes(change)) firsts.set(task, [...seen, change])
  }
  return tasks.flatMap(({ id, history }) => {
    const wanted = history.filter(({ late, word }) => !late && word !== 'expiring').map((change) => change.id)
    const got = (firsts.get(id) ?? []).filter((change) => wanted.includes(change))
    const missing = wanted.filter((change) => !got.includes(change))
    if (missing.length > 0) return missing.map((change) => `${change} was never told`)
    return got.join() === wanted.join() ? [] : [`the changes of ${id} were told in the order ${got.join()}`]
  })
}

const createPaths = ['fastregisterenterpriseweapp', 'fastregisterweapp', 'verifybetaweapp', 'wxaauth']

/** No call went out for a subject that had an open task whose call was answered before. */
function callFaults({ tasks, calls }: Evidence): readonly string[] {
  const creates = calls.filter(({ call }) => {
    return createPaths.some((path) => call.path.endsWith(path)) && (call.query['action'] ?? 'create') === 'create'
  })
  return creates.flatMap(({ at, call }) => {
    const open = tasks.find((task) => isFor(task, call) && wasOpenAt(task, at))
    return open ? [`a second call of ${call.path} went out while ${open.id} was open`] : []
  })
}

function isFor(task: AnyTask, { path, body, authorizer }: CallRecord['call']): boolean {
  if (path.endsWith('verifybetaweapp')) return task.kind === 'beta.conversion' && task.appid === authorizer?.appid
  if (path.endsWith('wxaauth')) return task.kind === 'certification' && task.appid === authorizer?.appid
  const n = /\d+$/.exec(String(body['name']))?.[0]
  return task.kind.startsWith('registration.enterprise') && task.reference === `m-${n}`
}

/** The clock stands still while a call is under way, so an answer of the same moment is the call's own. */
function wasOpenAt({ history, closedAt }: AnyTask, at: number): boolean {
  const answered = history.find(({ by, outcome }) => by === 'call' && outcome === 'pending')
  return (
    answered !== undefined &&
    answered.at.getTime() < at - 1_000 &&
    (closedAt?.getTime() ?? Number.POSITIVE_INFINITY) > at
  )
}
