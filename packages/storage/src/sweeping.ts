const firstSweepAfterMs = 30_000
const sweepEveryMs = 3_600_000

/** Sweeps once an hour, without keeping the process alive; after a failure the next hour's sweep tries again. Returns a function that ends this. */
export function startSweeping(sweep: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined
  let hasEnded = false
  const sweepIn = (ms: number) => {
    if (hasEnded) return
    timer = setTimeout(async () => {
      await sweep().catch(() => undefined)
      sweepIn(sweepEveryMs)
    }, ms).unref()
  }
  sweepIn(firstSweepAfterMs)
  return () => {
    hasEnded = true
    clearTimeout(timer)
  }
}
