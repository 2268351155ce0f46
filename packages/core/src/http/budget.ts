import { bodyGivenUp } from './body.js'

/** Bounds the memory that all unfinished bodies take together. */
export interface BodyBudget {
  /** Counts one body; `giveUp` is called when its memory is needed for others. */
  open(giveUp: (error: Error) => void): BodyShare
  /**
   * Opening a long body takes long: many at once must not keep short pushes waiting. Resolves at once for a short one, and for one long one
   * in each turn of the event loop, in their order.
   */
  turn(bytes: number): Promise<void>
}

export interface BodyShare {
  /** Call it with the size of each chunk that is kept. */
  add(bytes: number): void
  /** Call it when the body is complete or failed. */
  close(): void
}

/** The overhead in bytes that is counted for each chunk, so that many small chunks do not take more memory than is counted. */
const chunkCost = 100

/** A body from this size on counts as long; a push of WeChat has about 1 kB. */
const longBytes = 16_384

/**
 * A budget of `maxBytes`. When more comes in, the body that has made no progress for the longest time is given up: a stalled upload, never one
 * that is coming in.
 */
export function createBodyBudget(maxBytes: number, chunkBytes = chunkCost): BodyBudget {
  let total = 0
  let lastTurn = Promise.resolve()
  // In the order of their latest chunk, the oldest first.
  const open = new Map<BodyShare, { readonly bytes: number; readonly giveUp: (error: Error) => void }>()
  return {
    open(giveUp) {
      let isClosed = false
      const share: BodyShare = {
        add(bytes) {
          if (isClosed) return
          const before = open.get(share)?.bytes ?? 0
          open.delete(share)
          open.set(share, { bytes: before + bytes + chunkBytes, giveUp })
          total += bytes + chunkBytes
          while (total > maxBytes) giveUpOldest()
        },
        close() {
          isClosed = true
          total -= open.get(share)?.bytes ?? 0
          open.delete(share)
        },
      }
      return share
    },
    async turn(bytes) {
      if (bytes <= longBytes) return
      lastTurn = lastTurn.then(() => new Promise((resolve) => setTimeout(resolve)))
      await lastTurn
    },
  }

  function giveUpOldest(): void {
    const [oldest] = open
    if (!oldest) return
    const [share, { giveUp }] = oldest
    share.close()
    giveUp(bodyGivenUp())
  }
}
