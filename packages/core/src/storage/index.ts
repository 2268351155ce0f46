/** What an implementation of {@link Inbox}, {@link TokenStore} or {@link TaskStore} needs. An app imports `@wehook/core` only. */
export { summarizeFailure } from '../delivery/failure.js'
export type * from './inbox.js'
export { createMemoryTaskStore } from './memory-tasks.js'
export { defaultRetryDelaysMs, retryDelayMs, toLastError } from './retry-delay.js'
export { createKeyDigest, createSealer, type Sealer, type SealKey } from './seal.js'
export type * from './tasks.js'
export type * from './tokens.js'
