import type { AnyEmitter, AnyEvent } from '../delivery/any-event.js'
import { createEmitter, type Emitter } from '../delivery/emitter.js'
import type { Off } from '../delivery/subscribe.js'
import { deepFreeze } from '../events/freeze.js'
import type { ReadablePush, ReadOptions } from '../events/read.js'
import { type PushRequest, type PushResponse, successResponse } from '../http/exchange.js'
import type { OpenedPush } from '../push/open.js'
import { createPushReceiver, type PushReceiver } from '../push-receiver.js'
import type { StoredEntry } from '../storage/inbox.js'
import { texts } from '../texts.js'
import type { Url } from '../url.js'
import { authorizerInPath } from './account-path.js'
import { messageCatalog } from './catalog.js'
import type { MessageEvent, MessageEvents } from './event.js'
import { type MessageReceiverOptions, type MessageReceiverSettings, readMessageOptions } from './options.js'
import { isByUser, type ReadMessage, readMessage } from './read.js'
import { testAccountOf } from './release-accounts.js'
import { createReleaseCheck } from './release-check.js'
import { createReplies, createReply, replyToStored } from './replies.js'
import { type ReplySeal, sealReply, writeReply } from './reply.js'

export interface MessageReceiver extends PushReceiver {
  /**
   * Subscribes to one Event, to `message` (what users send) or to `unknown`. What the handler returns is awaited; a rejection counts as a failure.
   *
   * @throws ERR_OPTIONS_INVALID for a name that never comes: a typo, or an Event without a type, which comes as `unknown`.
   */
  on<K extends keyof MessageEvents>(event: K, handler: (event: MessageEvents[K]) => unknown): Off
  on(event: '*', handler: (name: keyof MessageEvents, event: MessageEvent) => unknown): Off
  /** The mitt behind {@link on}. */
  readonly emitter: Emitter<MessageEvents>
  /** The typed event of a stored entry; `undefined` when its text was dropped. */
  read(entry: StoredEntry): MessageEvent | undefined
}

/**
 * Types an opened push of 消息与事件接收 URL, as `readEvent` does for the other URL; `reply` of such a message throws. `appid`: the account's, from
 * the path.
 */
export function readMessageEvent(
  push: ReadablePush & { readonly appid?: string },
  options?: ReadOptions,
): MessageEvent {
  const event = readMessage(push, options)
  return deepFreeze(
    event.infoType === 'message' ? { ...event, reply: replyToStored } : event,
  ) as unknown as MessageEvent
}

/** 消息与事件接收 URL. */
const messageUrl: Url = {
  channel: 'message',
  names: [...messageCatalog.keys(), 'message', 'unknown'],
  read: readMessageEvent as Url['read'],
  accountOf: (event) => (event as { readonly authorizerAppId?: string }).authorizerAppId,
}

/**
 * Receives what comes to 消息与事件接收 URL: results of audits, names, categories, penalties, and messages of users. Mount it as a
 * receiver is mounted, on a path with the account's appid in it.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example
 * const messages = createMessageReceiver({ componentAppId, token, encodingAesKey, inbox: storage.inbox, client, releaseCheck: true })
 * messages.on('weapp_audit_fail', (event) => merchants.tell(event.authorizerAppId, event.reasons))
 * app.use('/wechat/message/:appid', mount(messages))
 */
export function createMessageReceiver(options: MessageReceiverOptions): MessageReceiver {
  const settings = readMessageOptions(options)
  const { store, releaseCheck, client, accountKind, log, now, platforms } = settings
  const emitter = createEmitter<MessageEvents>()
  const replies = createReplies()
  const check = releaseCheck && client ? createReleaseCheck(client, replies, log, now) : undefined
  let hasNamedPath = false

  function replyTo(event: ReadMessage) {
    const { id, authorizerAppId, fromUserName: to, toUserName: from } = event
    const kindOf = () =>
      testAccountOf(from)?.kind ?? (authorizerAppId === undefined ? undefined : accountKind(authorizerAppId))
    return createReply(kindOf, (reply) =>
      replies.set(id, writeReply(reply, { to, from, createdAt: Math.floor(now() / 1000) })),
    )
  }

  function read(push: OpenedPush, { url }: PushRequest, receivedAt: number): AnyEvent {
    const appid = authorizerInPath(url, push.componentAppId)
    if (appid === undefined && !hasNamedPath) {
      hasNamedPath = true
      log.warn({}, texts.noAppidInPath)
    }
    const event = readMessage({ ...push, appid }, { receivedAt })
    return deepFreeze(event.infoType === 'message' ? { ...event, reply: replyTo(event) } : event)
  }

  /** Uses the token and key that opened the push: while they are being rotated, these may be the previous ones. */
  function respond({ id }: AnyEvent, push: OpenedPush): PushResponse {
    const document = replies.get(id)
    if (document === undefined) return successResponse
    if (document === '') return emptyResponse
    return { ...sealedResponse, body: sealReply(document, sealOf(push, platforms), Math.floor(now() / 1000)) }
  }

  const receiver = createPushReceiver({
    url: messageUrl,
    settings,
    emitter: emitter as unknown as AnyEmitter,
    read,
    respond,
    route(event, { now: direct, stored = direct, background }) {
      const message = event as ReadMessage
      const step = check?.stepOf(message)
      if (step) return async () => check?.pass(step, message, background) ?? 'accepted'
      return isByUser(message) && !store ? direct : stored
    },
  })
  const { on, read: readEntry } = receiver as unknown as Pick<MessageReceiver, 'on' | 'read'>
  return {
    ...receiver,
    ...{ on, read: readEntry, emitter },
    get isClosing() {
      return receiver.isClosing
    },
  }
}

const emptyResponse: PushResponse = { ...successResponse, body: '' }
const sealedResponse = { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' } } as const

/** Token and key that opened a push: a reply is signed and encrypted with the same ones. */
function sealOf({ componentAppId, previous }: OpenedPush, platforms: MessageReceiverSettings['platforms']): ReplySeal {
  const platform = platforms.find((each) => each.componentAppId === componentAppId)
  const token = platform?.tokens[previous.token ? 1 : 0]
  const key = platform?.keys[previous.key ? 1 : 0]
  if (token === undefined || key === undefined)
    throw new TypeError('a push was opened for a platform that is not there')
  return { componentAppId, token, key }
}
