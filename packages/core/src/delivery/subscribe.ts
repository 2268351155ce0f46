import { closest } from '../closest.js'
import { WehookError } from '../errors.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from '../events/event.js'
import { texts } from '../texts.js'
import type { AnyEmitter } from './any-event.js'
import type { Emitter } from './emitter.js'

/** Unsubscribes; calling it again does nothing. */
export type Off = () => void

/** Subscribes to one InfoType, to `unknown` or to `'*'`. */
export interface Subscribe {
  <K extends keyof AuthorizationEvents>(infoType: K, handler: (event: AuthorizationEvents[K]) => unknown): Off
  (
    infoType: '*',
    handler: (infoType: keyof AuthorizationEvents, event: AuthorizationEvent | UnknownEvent) => unknown,
  ): Off
}

/** mitt's own `on`, for names that can come; a typo would never be called. */
export function createSubscribe(known: readonly string[], emitter: AnyEmitter) {
  const names = [...known, '*']
  const { on, off }: Pick<Emitter<Record<string, never>>, 'on' | 'off'> = emitter as never
  return (name: string, handler: (...args: never[]) => unknown): Off => {
    if (!names.includes(name)) throw unknownName(name, names)
    if (typeof handler !== 'function') throw noHandler(name)
    on(name, handler)
    let isOn = true
    return () => {
      if (isOn) off(name, handler)
      isOn = false
    }
  }
}

function unknownName(name: unknown, names: readonly string[]): WehookError {
  const text = String(name).slice(0, 64)
  const meant = closest(text, names)
  const { message, hint, hintUnknown } = texts.subscription
  return new WehookError('ERR_OPTIONS_INVALID', message(text), { hint: meant ? hint(meant) : hintUnknown })
}

function noHandler(name: string): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', texts.subscription.noHandler(name), {
    hint: texts.subscription.hintHandler,
  })
}
