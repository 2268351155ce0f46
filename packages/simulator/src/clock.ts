import { misuse } from './fault.js'
import { texts } from './texts.js'
/** A span of time; the parts add up. */
export interface Duration {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly ms?: number
}

const msPerPart: Readonly<Record<keyof Duration, number>> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
  ms: 1,
}

/** @throws TypeError for a part that does not exist, is negative or no number. */
export function toMs(duration: Duration): number {
  let total = 0
  for (const [name, value] of Object.entries(duration)) {
    const ms = Object.hasOwn(msPerPart, name) ? msPerPart[name as keyof Duration] : undefined
    if (ms === undefined || !Number.isFinite(value) || value < 0) {
      throw misuse(texts.duration(name, String(value)))
    }
    total += value * ms
  }
  return total
}

export interface FakeClock {
  /** Unix ms. Bound to the clock, so it can be passed on: `createReceiver({ now: clock.now })`. */
  now(): number
  /** Advances the time. Due work runs in order and is awaited, one piece after the other; its errors are thrown at the end. */
  advance(duration: Duration): Promise<void>
  /** Advances the time to a moment in Unix ms; does nothing when that is in the past. */
  advanceTo(at: number): Promise<void>
  /** Runs `work` after `duration`. Returns a function that cancels it. */
  after(duration: Duration, work: () => unknown): () => void
  /** Stops following real time and cancels all scheduled work. */
  stop(): void
}

export interface FakeClockOptions {
  /** The time at the start, in Unix ms. Default: the real time, in whole seconds. */
  readonly now?: number
  /** Also follow real time, second by second, for a platform that people use. Default false. */
  readonly running?: boolean
}

interface Timer {
  readonly at: number
  readonly work: () => unknown
}

/** A clock that moves only when `advance` is called. */
export function createFakeClock(options: FakeClockOptions = {}): FakeClock {
  let time = options.now ?? Math.floor(Date.now() / 1000) * 1000
  let timers: readonly Timer[] = []
  let turn: Promise<unknown> = Promise.resolve()

  async function runTo(target: number): Promise<void> {
    const failures: unknown[] = []
    for (;;) {
      const due = timers.filter((timer) => timer.at <= target).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      timers = timers.filter((timer) => timer !== due)
      time = Math.max(time, due.at)
      try {
        await due.work()
      } catch (error) {
        failures.push(error)
      }
    }
    time = Math.max(time, target)
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures)
  }

  // Two advances at the same time run one after the other; otherwise both would run the same span.
  function inTurn(target: () => number): Promise<void> {
    const run = turn.then(() => runTo(target()))
    turn = run.catch(() => undefined)
    return run
  }

  const clock: FakeClock = {
    now: () => time,
    advance(duration) {
      const ms = toMs(duration)
      return inTurn(() => time + ms)
    },
    advanceTo: (at) => inTurn(() => at),
    after(duration, work) {
      const timer = { at: time + toMs(duration), work }
      timers = [...timers, timer]
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    stop() {
      clearInterval(follower)
      timers = []
    },
  }
  let followedTo = performance.now()
  const follow = () => {
    const elapsed = Math.floor(performance.now() - followedTo)
    followedTo += elapsed
    void clock.advance({ ms: elapsed }).catch(() => undefined)
  }
  const follower = options.running ? setInterval(follow, 1000) : undefined
  return clock
}
