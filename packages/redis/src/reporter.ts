/** A fault that comes back sooner than this is the same one. */
const forgetAfterMs = 10_000

export interface Reporter {
  (error: unknown): void
  /** The storage works again. */
  over(): void
}

/** Passes each fault on once until it is over: a Redis that is away fails every poll. */
export function createReporter(onError: ((error: unknown) => void) | undefined): Reporter {
  const reportedAt = new Map<string, number>()
  const report = (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    if (reportedAt.has(text)) return
    // Of a clock that nobody sets.
    reportedAt.set(text, performance.now())
    try {
      onError?.(error)
    } catch {
      // Nobody else is to be told.
    }
  }
  const over = () => {
    for (const [text, at] of reportedAt) if (performance.now() - at > forgetAfterMs) reportedAt.delete(text)
  }
  return Object.assign(report, { over })
}
