import type { NewTask, Task, TaskPhase, TaskProgress } from './task.js'
import type { World } from './world.js'

/** Starts a task; the person has 24 h. */
export function startTask(
  world: World,
  { byMessage = false, ...task }: NewTask,
  onTimeout: (task: Task) => unknown,
): Task {
  const started: Task = {
    ...task,
    isReachable: byMessage,
    createdAt: world.clock.now(),
    phase: 'person',
    progress: 'created',
    expiresAt: 0,
    authorizeUrl: `${world.baseUrl}/simulated/tasks/${task.id}`,
    applyStatus: 0,
    cancelTimeout: () => undefined,
    pushes: Promise.resolve(),
  }
  world.tasks.push(started)
  giveTurn(world, started, 'person', onTimeout)
  return started
}

/** The person of `phase` has to act now, within 24 h. */
export function giveTurn(world: World, task: Task, phase: TaskPhase, onTimeout: (task: Task) => unknown): void {
  task.cancelTimeout()
  task.phase = phase
  task.expiresAt = world.clock.now() + 24 * 3_600_000
  task.cancelTimeout = world.clock.after({ hours: 24 }, () => onTimeout(task))
}

/** Ends a task, or the part of it with a deadline. */
export function endTurn(task: Task, phase: TaskPhase, progress: TaskProgress): void {
  task.cancelTimeout()
  task.phase = phase
  task.progress = progress
}

/** The API has answered with the links of these tasks, so their persons can open them. */
export function markReachable(world: World, json: object): void {
  const texts = Object.values(json)
  for (const task of world.tasks) if (texts.includes(task.authorizeUrl)) task.isReachable = true
}

/** Does the task prevent another one of the same company or account? */
export function isRunning(task: Task): boolean {
  return task.phase === 'person' || task.phase === 'administrator'
}
