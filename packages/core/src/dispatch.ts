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
  const runs = [
    ...(own ?? []).map((handler) => attempt(() => handler(event))),
    ...(every ?? []).map((handler) => attempt(() => handler(event.infoType, event))),
  ]
  if (runs.length === 0) return 'unhandled'
  const errors = (await Promise.allSettled(runs)).flatMap((run) => (run.status === 'rejected' ? [run.reason] : []))
  if (errors.length > 0) throw new HandlersFailed(errors, `${errors.length} of ${runs.length} handlers failed`)
  return 'handled'
}

async function attempt(run: () => unknown): Promise<void> {
  await run()
}
