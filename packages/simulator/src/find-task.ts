import type { Task, TaskKind, TaskPhase } from './task.js'
import type { World } from './world.js'

/** A task, its taskid or unique_id, the company's code; or nothing, when only one waits. */
export type TaskRef = Readonly<Task> | string | undefined

/** @throws Error that says which tasks there are, when the one meant does not exist or is not at this step. */
export function findTask(
  world: World,
  ref: TaskRef,
  phase: TaskPhase | readonly TaskPhase[],
  who: string,
  kind?: TaskKind,
): Task {
  const phases = [phase].flat()
  const candidates = world.tasks.filter((task) => matches(task, ref) && (kind === undefined || task.kind === kind))
  const waiting = candidates.filter((task) => phases.includes(task.phase))
  const [task, second] = ref === undefined ? waiting : waiting.slice(-1)
  if (task && !second) return task
  const all = world.tasks.map(({ id, kind, phase }) => `${kind} ${id} (${phase})`).join(', ') || 'none'
  const fault = second
    ? 'several tasks wait: say which'
    : candidates.length > 0 && ref !== undefined
      ? 'the task is not at this step'
      : 'no task waits'
  throw new Error(`${who}: ${fault}. Tasks: ${all}`)
}

function matches(task: Task, ref: TaskRef): boolean {
  if (ref === undefined) return true
  if (typeof ref !== 'string') return task.id === ref.id
  return task.id === ref || task.request['code'] === ref
}
