/** How long to wait, and what else ends the wait. */
export interface Limits {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** The error of a wait that took too long. */
  readonly late: () => Error
}

/** The longest time that a timer takes; a longer one would fire at once. */
const maxTimerMs = 2 ** 31 - 1

/**
 * Waits for `work` until it is late or the caller's signal aborts. The work gets a signal as well and may ignore it.
 *
 * @throws what `late` gives, or the reason of the caller's signal
 */
export async function within<T>(limits: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal: outer, late } = limits
  outer?.throwIfAborted()
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(late()), Math.min(limits.timeoutMs, maxTimerMs))
  const abort = () => controller.abort(outer?.reason)
  outer?.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work(controller.signal), whenAborted(controller.signal)])
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', abort)
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
