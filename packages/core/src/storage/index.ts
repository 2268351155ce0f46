/** What an implementation of {@link Inbox} or {@link TokenStore} needs. An app imports `@wehook/core` only. */
export { summarizeFailure } from '../delivery/failure.js'
export type * from './inbox.js'
export { defaultRetryDelaysMs, retryDelayMs, toLastError } from './retry-delay.js'
export { createSealer, type Sealer, type SealKey } from './seal.js'
export type * from './tokens.js'
