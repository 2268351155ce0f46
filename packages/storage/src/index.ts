/** What the storages of wehook share. Not for apps: it may change in every release. */
export { createConsumer, type WakeableConsumer } from './consumer.js'
export { conclude, decide, type Ending, giveBack, type LifeRules } from './decide.js'
export { type DurationOptions, durationNames, removalKeptMs, toDurations } from './durations.js'
export type { Claim, DueEntry, EntryStore, Release, Taken } from './entry-store.js'
export { createLeaseLocks, type LeaseLock } from './locks.js'
export { createReporter } from './reporter.js'
export { startSweeping } from './sweeping.js'
export {
  createTextCodec,
  errorName,
  openedError,
  openedText,
  type TextCodec,
  textName,
  tokenName,
} from './text-codec.js'
