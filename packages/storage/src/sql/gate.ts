import { before } from './deadline.js'

/** Lets a number of callers in at a time; the others wait in line. */
export interface Gate {
  /** Resolves with a function that lets the next caller in. Rejects when the deadline passes first. */
  enter(deadline: number): Promise<() => void>
}

export function createGate(size: number): Gate {
  const waiting = new Set<() => void>()
  let inside = 0
  const leave = () => {
    inside -= 1
    const [next] = waiting
    next?.()
  }
  return {
    enter(deadline) {
      let admit: () => void = () => {}
      const admitted = new Promise<() => void>((resolve) => {
        admit = () => {
          waiting.delete(admit)
          inside += 1
          resolve(leave)
        }
      })
      if (inside < size) admit()
      else waiting.add(admit)
      return before(admitted, deadline, () => waiting.delete(admit))
    },
  }
}
