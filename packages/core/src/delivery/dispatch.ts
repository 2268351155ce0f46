import type { EventType } from 'mitt'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from '../events/event.js'
import type { Emitter } from './emitter.js'

/** Thrown by {@link dispatch} once every handler has run: what each failed one threw. */
export class HandlersFailed extends AggregateError {
  override readonly name: string = 'HandlersFailed'
}

export type Outcome = 'handled' | 'unhandled'

/**
 * Runs the handlers of an event; the outcome is there when all are done, at once where none has anything to wait for.
 *
 * @throws HandlersFailed, or rejects with it, if any of them threw or rejected
 */
export function dispatch(
  emitter: Emitter<AuthorizationEvents>,
  event: AuthorizationEvent | UnknownEvent,
): Outcome | Promise<Outcome> {
  const runs = runHandlers(emitter, event.infoType, event)
  return runs.some((run) => run instanceof Promise) ? Promise.all(runs).then(conclude) : conclude(runs as Ended[])
}

/**
 * Runs what is subscribed to `name`, then what is subscribed to `'*'`, all at once and each in isolation. mitt's own `emit` waits for
 * nothing and stops at the first that throws, so the handlers are taken out of `emitter.all`, as they stand now.
 */
export function runHandlers<Events extends Record<EventType, unknown>, Name extends keyof Events>(
  { all }: Emitter<Events>,
  name: Name,
  value: Events[Name],
): Run[] {
  // Copies: a handler may unsubscribe while the others are still to run.
  const own = all.get(name)?.slice() as readonly Handler[] | undefined
  const every = all.get('*')?.slice() as readonly Handler[] | undefined
  const runs: Run[] = []
  if (own) for (const handler of own) runs.push(attempt(handler, [value]))
  if (every) for (const handler of every) runs.push(attempt(handler, [name, value]))
  return runs
}

type Handler = (...args: unknown[]) => unknown

interface Failure {
  readonly error: unknown
}

/** Of one handler. */
export type Ended = undefined | Failure
type Run = Ended | Promise<Ended>

/** What a handler throws, now or later, is kept beside it: none disturbs another, and none is waited for that has nothing to wait for. */
function attempt(handler: Handler, args: readonly unknown[]): Run {
  try {
    const result = handler(...args)
    const then = (result as PromiseLike<unknown> | undefined)?.then
    if (typeof then !== 'function') return undefined
    // A promise may have a `then` of its own, which need not give back a promise to wait for.
    const end = then === Promise.prototype.then ? Promise.resolve(result) : new Promise((resolve) => resolve(result))
    return end.then(nothing, toFailure)
  } catch (error) {
    return { error }
  }
}

function nothing(): undefined {}

function toFailure(error: unknown): Failure {
  return { error }
}

function conclude(runs: readonly Ended[]): Outcome {
  if (runs.length === 0) return 'unhandled'
  const failures = runs.filter((run) => run !== undefined)
  if (failures.length === 0) return 'handled'
  const errors = failures.map(({ error }) => error)
  throw new HandlersFailed(errors, `${errors.length} of ${runs.length} handlers failed`)
}
