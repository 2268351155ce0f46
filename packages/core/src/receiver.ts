import type { AnyEmitter } from './delivery/any-event.js'
import { createEmitter, type Emitter } from './delivery/emitter.js'
import type { Subscribe } from './delivery/subscribe.js'
import { accountOf } from './events/account.js'
import { infoTypes } from './events/describe.js'
import type { AuthorizationEvent, AuthorizationEvents, UnknownEvent } from './events/event.js'
import { readEvent } from './events/read.js'
import { type ReceiverOptions, readOptions } from './options.js'
import { createPushReceiver, type PushReceiver } from './push-receiver.js'
import type { StoredEntry } from './storage/inbox.js'
import type { Url } from './url.js'

export interface Receiver<E extends AuthorizationEvents = AuthorizationEvents> extends PushReceiver {
  /**
   * Subscribes to one InfoType, `unknown` among them. What the handler returns is awaited; a rejection counts as a failure.
   *
   * @throws ERR_OPTIONS_INVALID for a name that never comes: a typo, or an InfoType without a type, which comes as `unknown`.
   */
  readonly on: Subscribe
  /** The mitt behind {@link on}. */
  readonly emitter: Emitter<E>
  /** The typed event of a stored entry; `undefined` when its text was dropped. */
  read(entry: StoredEntry): AuthorizationEvent | UnknownEvent | undefined
}

/** 授权事件接收 URL. */
const authorizationUrl: Url = {
  channel: 'authorization',
  names: [...infoTypes, 'unknown'],
  read: readEvent,
  accountOf,
}

/**
 * Receives the pushes of one or several platforms: opens and types them, and hands them to handlers.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example
 * const receiver = createReceiver({ componentAppId, token, encodingAesKey })
 * receiver.on('authorized', async (event) => save(event.payload.AuthorizerAppid))
 */
export function createReceiver<E extends AuthorizationEvents = AuthorizationEvents>(
  options: ReceiverOptions<E>,
): Receiver<E> {
  const settings = readOptions(options)
  const emitter = options.emitter ?? createEmitter<E>()
  const receiver = createPushReceiver({
    url: authorizationUrl,
    settings,
    // A host's emitter may carry other events too; this code uses only those of wehook.
    emitter: emitter as unknown as AnyEmitter,
    read: (push, _request, receivedAt) => readEvent(push, { receivedAt }),
  })
  const { on, read } = receiver as unknown as Pick<Receiver, 'on' | 'read'>
  return {
    ...receiver,
    ...{ on, read, emitter },
    get isClosing() {
      return receiver.isClosing
    },
  }
}
