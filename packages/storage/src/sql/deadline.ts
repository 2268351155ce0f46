/** Thrown when the database did not answer in time. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed'
  readonly code = 'WEHOOK_DEADLINE'
}

/** A time by `performance.now()`, which is monotonic. */
export function deadlineIn(ms: number): number {
  return performance.now() + ms
}

/** Settles like `work`, or rejects at `deadline` after calling `onLate`; `work` then continues and its result is ignored. */
export function before<T>(work: Promise<T>, deadline: number, onLate: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        onLate()
        reject(new DeadlinePassed('the database did not answer in time'))
      },
      Math.max(0, deadline - performance.now()),
    )
    work.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
