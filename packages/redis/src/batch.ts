/** Collects the requests of one turn of the event loop, so that they share a round trip. */
export function createBatch<T, R>(
  largest: number,
  run: (items: readonly T[]) => Promise<readonly R[]>,
): (item: T) => Promise<R> {
  interface Waiting {
    readonly item: T
    readonly resolve: (result: R) => void
    readonly reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []

  const flush = async (batch: readonly Waiting[]) => {
    try {
      const results = await run(batch.map(({ item }) => item))
      for (const [n, { resolve }] of batch.entries()) resolve(results[n] as R)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  const flushAll = () => {
    const all = waiting
    waiting = []
    for (let first = 0; first < all.length; first += largest) flush(all.slice(first, first + largest))
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (waiting.length === 1) setImmediate(flushAll)
    })
}
