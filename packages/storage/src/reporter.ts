/** The same fault is reported once in this time. */
const reportEveryMs = 10_000

/**
 * Passes faults on, the same one at most once in 10 s: a full disk fails every poll. A listener that throws changes nothing. Counts by a clock
 * that nobody sets, so that a clock that is set back does not silence it.
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
      // Nobody is left to tell.
    }
  }
}
