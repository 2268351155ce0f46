import { WehookError } from '../errors.js'
import { texts } from '../texts.js'

const brand: unique symbol = Symbol.for('wehook.decision') as never

/** What a handler asks for instead of the waits of `retryDelaysMs`. */
export interface Decision {
  /** Wait so many ms before the next attempt. */
  readonly retryAfterMs?: number
  /** No further attempt: the event is dead. */
  readonly isFinal?: true
}

/**
 * Thrown by a handler that knows when to try again. The attempt counts as usual; `afterMs` replaces the wait from `retryDelaysMs`. Without
 * an inbox WeChat is answered with a failure and decides itself whether to push again.
 *
 * `reason` is logged and stored, so it must not hold personal data.
 *
 * @throws ERR_OPTIONS_INVALID when `afterMs` is not a number of milliseconds.
 * @example throw new Retry({ afterMs: 60_000, reason: 'the CRM answered 429' })
 */
export class Retry extends Error {
  override readonly name = 'Retry'

  constructor({ afterMs, reason }: { readonly afterMs: number; readonly reason: string }) {
    super(reason)
    if (!Number.isFinite(afterMs) || afterMs < 0) {
      const { message, hint } = texts.retryAfterMs
      throw new WehookError('ERR_OPTIONS_INVALID', message, { hint })
    }
    Object.defineProperty(this, brand, { value: { retryAfterMs: afterMs } })
  }
}

/**
 * Thrown by a handler that cannot succeed, however often it is tried: the event is dead at once and kept for an operator.
 *
 * `reason` is logged and stored, so it must not hold personal data.
 *
 * @example throw new GiveUp('this merchant was deleted')
 */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'

  constructor(reason: string) {
    super(reason)
    Object.defineProperty(this, brand, { value: { isFinal: true } })
  }
}

/** What `error` asks for, if it is a {@link Retry} or {@link GiveUp}, also one of another copy of this package. */
export function decisionIn(error: unknown): Decision | undefined {
  return typeof error === 'object' && error !== null ? (error as { readonly [brand]?: Decision })[brand] : undefined
}

/**
 * What the handlers of one event ask for together, given what each failed one threw: final when all of them gave up, since all run again
 * together; else the longest wait of those who named one.
 */
export function decide(errors: readonly unknown[]): Decision {
  const decisions = errors.map((error) => decisionIn(error))
  if (errors.length > 0 && decisions.every((decision) => decision?.isFinal)) return { isFinal: true }
  const waits = decisions.flatMap((decision) => decision?.retryAfterMs ?? [])
  return waits.length > 0 ? { retryAfterMs: Math.max(...waits) } : {}
}
