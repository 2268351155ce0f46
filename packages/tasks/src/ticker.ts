/** Runs `tick` again and again, one at a time. */
export interface Ticker {
  start(): void
  /** Resolves when a running tick is done. */
  stop(): Promise<void>
}

export function createTicker(
  tick: () => Promise<unknown>,
  { tickMs, firstTickMs }: { readonly tickMs: number; readonly firstTickMs: number },
  onFailure: (error: unknown) => void,
): Ticker {
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  let isStopped = false

  function schedule(ms: number): void {
    timer = setTimeout(() => {
      current = tick()
        .then(() => undefined, onFailure)
        .then(() => {
          if (!isStopped) schedule(tickMs)
        })
    }, ms)
    // The timer does not keep the process alive: that is up to the host's server.
    timer.unref()
  }

  return {
    start() {
      if (!timer && !isStopped) schedule(firstTickMs)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
      return current
    },
  }
}
