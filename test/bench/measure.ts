/** One thing to measure; `run` does it once. */
export type Case = () => unknown

export interface Measured {
  /** Calls a second: the median of the rounds. */
  readonly perSecond: number
  /** Microseconds a call. */
  readonly micros: number
}

/**
 * Measures synchronous cases in rounds that go through all of them in turn, so that whatever else the machine does falls on each
 * alike; the ratios of one run are what counts.
 */
export function measure<Name extends string>(
  cases: Readonly<Record<Name, Case>>,
  { rounds = 7, roundMs = 250 } = {},
): Record<Name, Measured> {
  const entries = Object.entries(cases) as [Name, Case][]
  const rates = new Map(entries.map(([name]) => [name, [] as number[]]))
  for (const [, run] of entries) timed(run, roundMs)
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of entries) rates.get(name)?.push(timed(run, roundMs))
  }
  const result = [...rates].map(([name, list]) => [name, toMeasured(median(list))])
  return Object.fromEntries(result) as Record<Name, Measured>
}

/** The same for cases that return promises, each awaited before the next call. */
export async function measureAsync<Name extends string>(
  cases: Readonly<Record<Name, () => Promise<unknown>>>,
  { rounds = 7, roundMs = 250 } = {},
): Promise<Record<Name, Measured>> {
  const entries = Object.entries(cases) as [Name, () => Promise<unknown>][]
  const rates = new Map(entries.map(([name]) => [name, [] as number[]]))
  for (const [, run] of entries) await timedAsync(run, roundMs)
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of entries) rates.get(name)?.push(await timedAsync(run, roundMs))
  }
  const result = [...rates].map(([name, list]) => [name, toMeasured(median(list))])
  return Object.fromEntries(result) as Record<Name, Measured>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function toMeasured(perSecond: number): Measured {
  return { perSecond, micros: 1e6 / perSecond }
}

function timed(run: Case, ms: number): number {
  const start = performance.now()
  let calls = 0
  for (;;) {
    for (let i = 0; i < 64; i++) run()
    calls += 64
    const elapsed = performance.now() - start
    if (elapsed >= ms) return (calls / elapsed) * 1000
  }
}

async function timedAsync(run: () => Promise<unknown>, ms: number): Promise<number> {
  const start = performance.now()
  let calls = 0
  for (;;) {
    for (let i = 0; i < 64; i++) await run()
    calls += 64
    const elapsed = performance.now() - start
    if (elapsed >= ms) return (calls / elapsed) * 1000
  }
}
