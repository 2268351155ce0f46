import type { Emitter } from './emitter.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from './events/event.js'

/** Thrown by {@link dispatch} once every handler has run: what each failed one threw. */
export class HandlersFailed extends AggregateError {
  override readonly name: string = 'HandlersFailed'
}

/**
 * Runs the handlers of an event, the type's own before those of `'*'`, all at once and each in isolation; resolves when all are done.
 * mitt's own `emit` waits for nothing, so the handlers are taken out of `emitter.all`, as they stand now.
 *
 * @throws HandlersFailed if any of them threw or rejected
 */
export async function dispatch(
  emitter: Emitter<AuthorizationEvents>,
  event: AuthorizationEvent | UnknownEvent,
): Promise<'handled' | 'unhandled'> {
  const own = emitter.all.get(event.infoType) as readonly ((event: unknown) => unknown)[] | undefined
  const every = emitter.all.get('*') as readonly ((infoType: string, event: unknown) => unknown)[] | undefined
  // Copies: a handler may unsubscribe while the others are still to run.
  const runs = [
    ...(own ?? []).map((handler) => () => handler(event)),
    ...(every ?? []).map((handler) => () => handler(event.infoType, event)),
  ].map(attempt)
  if (runs.length === 0) return 'unhandled'
  const errors: unknown[] = []
  for (const run of runs) {
    const failure = run instanceof Promise ? await run : run
    if (failure) errors.push(failure.error)
  }
  if (errors.length > 0) throw new HandlersFailed(errors, `${errors.length} of ${runs.length} handlers failed`)
  return 'handled'
}

interface Failure {
  readonly error: unknown
}

/** What a handler throws, now or later, is kept beside it: none disturbs another, and none is waited for that has nothing to wait for. */
function attempt(run: () => unknown): undefined | Failure | Promise<undefined | Failure> {
  try {
    const result = run()
    if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') return undefined
    return Promise.resolve(result).then(nothing, toFailure)
  } catch (error) {
    return { error }
  }
}

function nothing(): undefined {}

function toFailure(error: unknown): Failure {
  return { error }
}
