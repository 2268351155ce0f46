/** Settles like `work`, or rejects with `late()` after `ms`; `work` itself runs on. */
export async function within<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), Math.max(0, ms))
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** Returns a function that gives the whole ms since this call, by a monotonic clock. */
export function createStopwatch(): () => number {
  const startedAt = performance.now()
  return () => Math.round(performance.now() - startedAt)
}

/** Waits until all of `works` have settled, at most `ms`. Resolves with whether they have. */
export async function settledWithin(works: readonly Promise<unknown>[], ms: number): Promise<boolean> {
  const late = new Error('not settled in time')
  try {
    await within(Promise.allSettled(works), ms, () => late)
    return true
  } catch {
    return false
  }
}

/** What runs now, so that closing can wait for it. */
export interface Running {
  /** Returns `work`. */
  add<T>(work: Promise<T>): Promise<T>
  /** Resolves with true when nothing runs, or with false after `timeoutMs`. */
  idle(timeoutMs: number): Promise<boolean>
}

export function createRunning(): Running {
  const works = new Set<Promise<unknown>>()
  return {
    add(work) {
      works.add(work)
      const remove = () => works.delete(work)
      work.then(remove, remove)
      return work
    },
    async idle(timeoutMs) {
      const deadline = performance.now() + timeoutMs
      while (works.size > 0) {
        if (!(await settledWithin([...works], deadline - performance.now()))) return false
      }
      return true
    },
  }
}
