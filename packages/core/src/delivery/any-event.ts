import type { EventBase } from '../events/event.js'
import type { Emitter } from './emitter.js'

/** An event of either URL, as far as delivering it is concerned. */
export interface AnyEvent extends EventBase {
  readonly infoType: string
  readonly wireInfoType?: string
  readonly payload: object
}

/** The emitter of either URL. */
export type AnyEmitter = Emitter<Record<string, AnyEvent>>
