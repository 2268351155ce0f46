import type { Bilingual } from '@wehook/core'
import { impossible } from './fault.js'
import type { Task, TaskKind, TaskPhase } from './task.js'
import { texts } from './texts.js'
import type { World } from './world.js'

/** A task, its taskid or unique_id, or the company's code; may be absent when only one task waits. */
export type TaskRef = Readonly<Task> | string | undefined

export interface WantedTask {
  /** The name of the step, for the error: `person.confirms`. */
  readonly step: string
  readonly phase: TaskPhase
  readonly kind?: TaskKind
  /** The task must have a link or message that its person has received. Default false. */
  readonly mustBeReachable?: boolean
}

/** @throws Error that lists the tasks, when the wanted one does not exist, is not at this step or its person has no link to it. */
export function findTask(world: World, ref: TaskRef, wanted: WantedTask): Task {
  const { step, phase, kind, mustBeReachable = false } = wanted
  const named = world.tasks.filter((task) => matches(task, ref) && (kind === undefined || task.kind === kind))
  const atStep = named.filter((task) => task.phase === phase)
  const waiting = atStep.filter((task) => task.isReachable || !mustBeReachable)
  const [task, second] = ref === undefined ? waiting : waiting.slice(-1)
  if (task && !second) return task
  const all = world.tasks.map(({ id, kind, phase }) => `${kind} ${id} (${phase})`).join(', ') || 'none'
  throw impossible(texts.inTasks(step, faultOf(), all))

  function faultOf(): Bilingual {
    if (second) return texts.severalTasks
    if (atStep.length > 0) return texts.noLink
    return named.length > 0 && ref !== undefined ? texts.notAtThisStep : texts.noTask
  }
}

function matches(task: Task, ref: TaskRef): boolean {
  if (ref === undefined) return true
  if (typeof ref !== 'string') return task.id === ref.id
  return task.id === ref || task.request['code'] === ref
}
