import { within } from '../delivery/deadline.js'

/** Lets some work run at once, the rest wait in line, each until its own deadline. */
export interface Gate {
  /** Settles like `work`; rejects with `late()` when its turn has not come after `ms`, and never begins then. */
  pass<T>(work: () => T | Promise<T>, ms: number, late: () => Error): Promise<T>
}

export function createGate(most: number): Gate {
  let free = most
  const line: (() => void)[] = []
  const enter = () => {
    if (free === 0) return new Promise<void>((resolve) => line.push(resolve))
    free -= 1
    return Promise.resolve()
  }
  const leave = () => {
    const next = line.shift()
    if (next) next()
    else free += 1
  }
  return {
    async pass(work, ms, late) {
      const turn = enter()
      try {
        await within(turn, ms, late)
      } catch (error) {
        turn.then(leave)
        throw error
      }
      try {
        const result = await work()
        // Not before the event loop has turned: bodies that are all there already would follow each other, and nobody else be heard.
        setTimeout(leave)
        return result
      } catch (error) {
        // Nothing follows: callers who went away while they waited must not make the line longer.
        leave()
        throw error
      }
    },
  }
}
