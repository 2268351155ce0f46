/** An error that occurs again within this time is not reported again. */
const forgetAfterMs = 10_000

export interface Reporter {
  (error: unknown): void
  /** Call it when the storage works again. */
  over(): void
}

/** Passes each error on once until it is over, because every poll fails while Redis cannot be reached. */
export function createReporter(onError: ((error: unknown) => void) | undefined): Reporter {
  const reportedAt = new Map<string, number>()
  const report = (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    if (reportedAt.has(text)) return
    // A monotonic clock.
    reportedAt.set(text, performance.now())
    try {
      onError?.(error)
    } catch {
      // There is nobody to report it to.
    }
  }
  const over = () => {
    for (const [text, at] of reportedAt) if (performance.now() - at > forgetAfterMs) reportedAt.delete(text)
  }
  return Object.assign(report, { over })
}
