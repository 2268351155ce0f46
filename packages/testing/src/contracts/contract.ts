import { within as endWithin } from '@wehook/core/storage'

/** One behaviour that every implementation must have. Not bound to a test runner: pass `name` and `run` to any, with a new harness for each case. */
export interface ContractCase<H> {
  readonly name: string
  /** An optional part of the harness without which the case cannot be run; skip the case, and say so, when it is absent. */
  readonly needs?: keyof H
  run(harness: H): Promise<void>
}

/** Polls until `check` no longer throws; its last error when that takes more than `withinMs` (10 s). */
export async function eventually(check: () => unknown, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs
  for (;;) {
    try {
      await check()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(10)
    }
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Rejects when `work` takes longer than `withinMs`: for work that must not hang. */
export function within<T>(work: Promise<T>, withinMs: number, what: string): Promise<T> {
  return endWithin(work, withinMs, () => new Error(`${what} took more than ${withinMs} ms`))
}
