const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Waits before attempts 2 to 8, in ms. An authorization code lives one hour, so the early retries come soon. */
export const defaultRetryDelaysMs: readonly number[] = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  1 * hour,
  4 * hour,
  19 * hour,
]

/**
 * Ms to wait after attempt `attempt` (from 1) has failed with `error`; `undefined` when the entry is dead: there was no further attempt left, or the
 * error says `isFinal`. A wait of the table varies by ±10 %, so that entries which failed together are not retried
 * together; an error's own `retryAfterMs` replaces it.
 */
export function retryDelayMs(
  delays: readonly number[],
  attempt: number,
  error?: unknown,
  random = Math.random,
): number | undefined {
  const { isFinal, retryAfterMs } = (error ?? {}) as { readonly isFinal?: unknown; readonly retryAfterMs?: unknown }
  const delay = delays[attempt - 1]
  if (delay === undefined || isFinal === true) return undefined
  if (typeof retryAfterMs === 'number' && retryAfterMs >= 0) return Math.round(Math.min(retryAfterMs, longestWaitMs))
  return Math.round(delay * (0.9 + 0.2 * random()))
}

/** Longer than any wait that makes sense; a longer `retryAfterMs`, such as Infinity, is cut to this. */
const longestWaitMs = 365 * 24 * hour

/** What is stored of a failed attempt: the error's message (which must be fit to be stored, see `Deliver`), cut to 1,000 characters. */
export function toLastError(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 1_000)
}
