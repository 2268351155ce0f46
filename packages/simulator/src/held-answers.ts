/** An answer that is held back: the call is carried out, but its answer is not sent yet. */
export interface HeldAnswer {
  /** Resolves when the call has arrived and is carried out. */
  readonly called: Promise<void>
  /** Sends the answer. May be called before the call arrives, and more than once. */
  release(): void
}

export interface HeldAnswers {
  /** The next call of `path` is carried out at once, and its answer waits for `release`. */
  hold(path: string): HeldAnswer
  /** Waits when the answer of this call is held back. */
  wait(path: string): Promise<void>
  releaseAll(): void
}

interface Hold {
  readonly path: string
  readonly onCalled: () => void
  readonly released: Promise<void>
  readonly release: () => void
}

export function createHeldAnswers(): HeldAnswers {
  const ahead: Hold[] = []
  const all: Hold[] = []
  return {
    hold(path) {
      const called = promiseWithEnd()
      const released = promiseWithEnd()
      const hold = { path, onCalled: called.end, released: released.promise, release: released.end }
      ahead.push(hold)
      all.push(hold)
      return { called: called.promise, release: released.end }
    },
    async wait(path) {
      const index = ahead.findIndex((hold) => hold.path === path)
      const [hold] = index < 0 ? [] : ahead.splice(index, 1)
      hold?.onCalled()
      await hold?.released
    },
    releaseAll() {
      for (const { release } of all) release()
    },
  }
}

function promiseWithEnd(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = () => {}
  const promise = new Promise<void>((resolve) => {
    end = resolve
  })
  return { promise, end }
}
