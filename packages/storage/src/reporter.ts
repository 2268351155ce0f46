/** The same fault is reported once in this time. */
const reportEveryMs = 10_000

/**
 * Passes errors on, the same one at most once in 10 s, because a full disk fails every poll. A listener that throws changes nothing. Uses a
 * monotonic clock, so that setting the system time back does not suppress reports.
 */
export function createReporter(
  toFault: (error: unknown) => unknown,
  onError: ((error: unknown) => void) | undefined,
): (error: unknown) => void {
  const reportedAt = new Map<string, number>()
  return (error) => {
    const fault = toFault(error)
    const name = fault instanceof Error ? fault.message : String(fault)
    const now = performance.now()
    for (const [other, at] of reportedAt) if (now - at >= reportEveryMs) reportedAt.delete(other)
    if (reportedAt.has(name)) return
    reportedAt.set(name, now)
    try {
      onError?.(fault)
    } catch {
      // There is nobody to report it to.
    }
  }
}
