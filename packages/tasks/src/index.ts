export { adviceText } from './advice.js'
export { TaskOpenError, type TaskOpenReason } from './errors.js'
export type { KindsWith, Off, On, TaskHandler } from './handlers.js'
export type { KindOutcome, TaskKind } from './kinds/index.js'
export type { TasksOptions } from './options.js'
export type { ResubmitOptions } from './resubmit.js'
export type { TaskSignals } from './signals.js'
export type { StartOptions } from './start.js'
export type { AnyTask, AuthorizerTasks, ListOptions, ResubmitInput, Tasks } from './surface.js'
export type {
  AdoptedTask,
  ChangeSource,
  NextStep,
  Task,
  TaskChange,
  TaskStatus,
  TaskWord,
  WaitsFor,
} from './task.js'
export { createTasks } from './tasks.js'
