import { stateOf } from './changes.js'
import { deepFreeze } from './freeze.js'
import { kindOf } from './kinds/index.js'
import type { StoredChange, TaskRecord, TaskState } from './record.js'
import type { Task, TaskChange } from './task.js'

/** The ids of a task that its stored data do not hold. */
export interface Place {
  readonly id: string
  readonly componentAppId: string
}

export function toChange(taskId: string, { n, at, ...change }: StoredChange): TaskChange {
  return { id: `${taskId}:${n}`, at: new Date(at), ...change }
}

/** A task as plain frozen data. `upTo`: with the history as it was after that change. */
export function toTask(place: Place, state: TaskState, history: readonly StoredChange[], upTo?: StoredChange): Task {
  const { ids, link, expiresAt, openedAt, changedAt, closedAt, ...shown } = state
  const kind = kindOf(state.kind)
  const id = ids.at(-1)?.id
  const past = upTo ? history.filter(({ n }) => n <= upTo.n) : history
  const task = {
    ...place,
    ...shown,
    ...(link !== undefined && { link: { url: link } }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    ...(closedAt !== undefined && { closedAt: new Date(closedAt) }),
    next: kind.next(state),
    wechat: id === undefined ? {} : kind.idSpace === 'beta' ? { unique_id: id } : { taskid: id },
    openedAt: new Date(openedAt),
    changedAt: new Date(changedAt),
    history: past.map((change) => toChange(place.id, change)),
  }
  return deepFreeze(task) as unknown as Task
}

export function viewOf(place: Place, record: TaskRecord): Task {
  const task = toTask(place, stateOf(record), record.history)
  return record.dead ? (Object.freeze({ ...task, dead: true }) as Task) : task
}
