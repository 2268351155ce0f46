/** The path at which a simulated platform gives its time: `{ "now": 1700000000000 }`, in Unix ms. */
export const clockPath = '/simulated/clock'

/** The simulated time in another process. */
export interface FollowedClock {
  /** Unix ms as last read. Bound to the clock: `createReceiver({ now: clock.now })`. */
  now(): number
  /** Reads the time now. */
  refresh(): Promise<number>
  /** Stops reading. */
  stop(): void
}

/**
 * Follows the clock of a simulated platform that runs in another process.
 *
 * @param everyMs how often the time is read, in real ms. Default 100.
 * @throws when the platform cannot be reached at the start; after later failures the last time read is kept.
 * @example
 * const clock = await followClock('http://127.0.0.1:8600')
 * const receiver = createReceiver({ ...options, now: clock.now })
 */
export async function followClock(baseUrl: string, { everyMs = 100 } = {}): Promise<FollowedClock> {
  let time = 0
  async function refresh(): Promise<number> {
    const response = await fetch(new URL(clockPath, baseUrl))
    const { now } = (await response.json()) as { readonly now: number }
    time = Math.max(time, now)
    return time
  }
  await refresh()
  const timer = setInterval(() => void refresh().catch(() => undefined), everyMs)
  timer.unref()
  return { now: () => time, refresh, stop: () => clearInterval(timer) }
}
