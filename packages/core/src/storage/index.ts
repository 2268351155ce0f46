/** What an implementation of {@link Inbox}, {@link TokenStore} or {@link TaskStore} needs. An app imports `@wehook/core` only. */
export { settledWithin, within } from '../delivery/deadline.js'
export { createSignals } from '../delivery/emitter.js'
export { describeFailure, summarizeFailure } from '../delivery/failure.js'
export { type Decision, decide } from '../delivery/retry.js'
export type { TextRow, TextTable } from '../language.js'
export { createLog, type Log } from '../log.js'
export {
  checkOptionNames,
  checkOptions,
  invalidOption,
  type OptionRule,
  type OptionRules,
  optionRules,
  withMethods,
} from '../option-rules.js'
export {
  type Cursor,
  discardedFrom,
  entryStates,
  fromCursor,
  matches,
  pageSize,
  requeuedFrom,
  statesOf,
  toCursor,
} from './filter.js'
export type * from './inbox.js'
export { lockLeaseMs } from './lock-lease.js'
export { createLockQueue } from './lock-queue.js'
export { createMemoryTaskStore } from './memory-tasks.js'
export { createReviver, defaultUnhandledAfterMs, passDelayMs, type Reviver, reviveEveryMs } from './passing.js'
export { defaultRetryDelaysMs, retryDelayMs, toLastError } from './retry-delay.js'
export { createKeyDigest, createSealer, type Sealer, type SealKey } from './seal.js'
export type * from './tasks.js'
export { clockStepMs } from './tasks.js'
export type * from './tokens.js'
