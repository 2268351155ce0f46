import type { PushRequest, PushResponse } from '../http/exchange.js'
import type { InboxEntry } from '../storage/inbox.js'
import type { AnyEvent } from './any-event.js'

/**
 * Hooks of telemetry: each runs around a piece of work, calls `run` once and returns what it resolves with, so that a span can be active
 * in that time. A hook must not throw an error of its own.
 */
export interface AroundHooks {
  /** Around the answer to one request. `traceparent` (W3C) replaces that of the request; it is kept with the stored push. */
  push?(request: PushRequest, run: (traceparent?: string) => Promise<PushResponse>): Promise<PushResponse>
  /** Around one attempt at an event: `run` resolves when its handlers are done and rejects when they failed. No `entry` without an inbox. */
  attempt?(
    event: AnyEvent,
    entry: InboxEntry | undefined,
    run: () => Promise<'handled' | 'unhandled'>,
  ): Promise<'handled' | 'unhandled'>
}

export type Around = Required<AroundHooks>

/** A hook that is not given is replaced by one that only calls `run`. */
export function toAround({ push, attempt }: AroundHooks = {}): Around {
  return {
    push: push ?? ((_request, run) => run()),
    attempt: attempt ?? ((_event, _entry, run) => run()),
  }
}
