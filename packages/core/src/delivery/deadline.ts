/** Settles like `work`, or rejects with `late()` after `ms`; `work` itself runs on. */
export function within<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), Math.max(0, ms))
    work.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/** Counts what is under way, so that closing can wait for it. */
export interface Tally {
  enter(): void
  leave(): void
  /** Resolves when nothing is under way, or after `timeoutMs`. */
  idle(timeoutMs: number): Promise<void>
}

export function createTally(): Tally {
  let count = 0
  const waiting = new Set<() => void>()
  return {
    enter() {
      count += 1
    },
    leave() {
      count -= 1
      if (count === 0) for (const resolve of waiting) resolve()
    },
    idle(timeoutMs) {
      if (count === 0) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(done, timeoutMs)
        function done() {
          clearTimeout(timer)
          waiting.delete(done)
          resolve()
        }
        waiting.add(done)
      })
    },
  }
}
