import type { EventHandlerList, EventType, WildCardEventHandlerList } from 'mitt'
import type { Emitter } from './emitter.js'

/**
 * Runs the handlers of `name` and of `'*'` at the same time and waits for all; a handler that throws does not stop the others. mitt's own `emit` waits for nothing
 * and stops at the first handler that throws.
 */
export async function dispatch<Events extends Record<EventType, unknown>, Name extends keyof Events>(
  { all }: Emitter<Events>,
  name: Name,
  value: Events[Name],
): Promise<readonly PromiseSettledResult<unknown>[]> {
  // Copies: a handler may unsubscribe while the others are still to run.
  const own = [...((all.get(name) ?? []) as EventHandlerList<Events[Name]>)]
  const every = [...((all.get('*') ?? []) as WildCardEventHandlerList<Events>)]
  return Promise.allSettled([
    ...own.map(async (handler) => handler(value)),
    ...every.map(async (handler) => handler(name, value)),
  ])
}
