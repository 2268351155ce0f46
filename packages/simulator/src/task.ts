import type { World } from './world.js'

export type TaskKind = 'enterprise' | 'enterprise-legacy' | 'personal' | 'beta' | 'conversion' | 'certification'

/** Whose turn it is. `returned`: the reviewer sent the certification back. */
export type TaskPhase = 'person' | 'administrator' | 'payment' | 'review' | 'returned' | 'done'

/** What the person has done so far; PROTOCOL §4.3, §4.4 and §4.9 number these states differently. */
export type TaskProgress = 'created' | 'agreed' | 'face-failed' | 'refused' | 'timed-out' | 'succeeded' | 'failed'

/** A registration, conversion or certification under way, as the simulated platform sees it. */
export interface Task {
  /** taskid or unique_id; for interfaces that answer neither, made up. */
  readonly id: string
  readonly kind: TaskKind
  /** The fields of the call that created it. */
  readonly request: Readonly<Record<string, unknown>>
  readonly createdAt: number
  /** The account it concerns; a registration has one once it has succeeded. */
  appid?: string
  phase: TaskPhase
  progress: TaskProgress
  /** The status of the final push, where it is one. */
  status?: number
  /** When the one whose turn it is loses it, in Unix ms. */
  expiresAt: number
  /** Where the person goes. */
  readonly authorizeUrl: string
  /** Certification: where the application stands (PROTOCOL §4.9). */
  applyStatus: number
  reason?: string
  /** A resubmission took its place. */
  isObsolete?: true
  /** Takes the time-out back. */
  cancelTimeout: () => void
  /** Ends when the task's pushes so far are through. */
  pushes: Promise<unknown>
}

export interface NewTask {
  readonly kind: TaskKind
  readonly id: string
  readonly request: Readonly<Record<string, unknown>>
  readonly appid?: string
}

/** Starts a task; the person has 24 h (PROTOCOL §0.1). */
export function startTask(world: World, task: NewTask, onTimeout: (task: Task) => unknown): Task {
  const started: Task = {
    ...task,
    createdAt: world.clock.now(),
    phase: 'person',
    progress: 'created',
    expiresAt: 0,
    authorizeUrl: `https://mp.weixin.qq.com/simulated/authorize?task=${task.id}`,
    applyStatus: 0,
    cancelTimeout: () => undefined,
    pushes: Promise.resolve(),
  }
  world.tasks.push(started)
  giveTurn(world, started, 'person', onTimeout)
  return started
}

/** Makes it somebody's turn, for 24 h. */
export function giveTurn(world: World, task: Task, phase: TaskPhase, onTimeout: (task: Task) => unknown): void {
  task.cancelTimeout()
  task.phase = phase
  task.expiresAt = world.clock.now() + 24 * 3_600_000
  task.cancelTimeout = world.clock.after({ hours: 24 }, () => onTimeout(task))
}

/** Ends a task, or its turns: nobody has a deadline any more. */
export function endTurn(task: Task, phase: TaskPhase, progress: TaskProgress): void {
  task.cancelTimeout()
  task.phase = phase
  task.progress = progress
}

/** Does the task keep others of the same company or account from starting? */
export function isRunning(task: Task): boolean {
  return task.phase === 'person' || task.phase === 'administrator'
}
