import mitt, { type Emitter, type EventType } from 'mitt'

export type { Emitter } from 'mitt'

/** mitt, for hosts whose module resolution cannot call mitt's types (`module: nodenext`). */
export function createEmitter<Events extends Record<EventType, unknown>>(): Emitter<Events> {
  return mitt<Events>()
}
