const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Waits before attempts 2 to 8, in ms (DESIGN §9). An authorization code lives one hour, so the early retries come soon. */
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
 * Ms to wait after attempt `attempt` (from 1) has failed, varied by ±10 % so that entries which failed together do not come
 * back together; `undefined` when the table is used up and the entry is dead.
 */
export function retryDelayMs(delays: readonly number[], attempt: number, random = Math.random): number | undefined {
  const delay = delays[attempt - 1]
  return delay === undefined ? undefined : Math.round(delay * (0.9 + 0.2 * random()))
}

/** What of a failed delivery is stored beside the entry: the error's text (free of personal data, see `Deliver`), cut to 1,000 characters. */
export function toLastError(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 1_000)
}
