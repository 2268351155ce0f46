import mitt, { type Emitter, type EventType } from 'mitt'

import { checkOptionNames } from '../option-rules.js'

export type { Emitter } from 'mitt'

/**
 * An emitter of `names` alone: a listener for another name would never be called.
 *
 * @throws ERR_OPTIONS_INVALID by its `on`.
 */
export function createSignals<Events extends Record<EventType, unknown>>(
  names: {
    readonly [Name in keyof Events]: true
  },
): Emitter<Events> {
  const emitter = mitt<Events>()
  const on = (name: keyof Events, listener: never) => {
    if (name !== '*') checkOptionNames<object>('signals.on', { [name]: true }, names)
    emitter.on(name, listener)
  }
  return { ...emitter, on: on as Emitter<Events>['on'] }
}

/** mitt, for hosts whose module resolution cannot call mitt's types (`module: nodenext`). */
export function createEmitter<Events extends Record<EventType, unknown>>(): Emitter<Events> {
  return mitt<Events>()
}
