import type { SqlSession } from './port.js'

const keptMs = 10_000
/** Counting this many rows takes the database longer than a health probe or a page should take. */
const many = 100_000

export type Count<T> = (session: SqlSession) => Promise<T>

/** Counts at each call; where the last count was above `many`, at most once in 10 s. */
export function keepMany<T>(count: Count<T>, sizeOf: (counted: T) => number): Count<T> {
  let kept: { readonly counted: T; readonly at: number } | undefined
  return async (session) => {
    if (kept && performance.now() - kept.at < keptMs) return kept.counted
    const counted = await count(session)
    kept = sizeOf(counted) > many ? { counted, at: performance.now() } : undefined
    return counted
  }
}
