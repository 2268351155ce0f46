import type { AnyEmitter, AnyEvent } from '../delivery/any-event.js'
import { createEmitter, type Emitter } from '../delivery/emitter.js'
import type { Off } from '../delivery/subscribe.js'
import { deepFreeze } from '../events/freeze.js'
import type { PushRequest } from '../http/exchange.js'
import type { OpenedPush } from '../push/open.js'
import { createPushReceiver, type PushReceiver } from '../push-receiver.js'
import type { StoredEntry } from '../storage/inbox.js'
import { texts } from '../texts.js'
import type { Url } from '../url.js'
import { authorizerInPath } from './account-path.js'
import { messageCatalog } from './catalog.js'
import type { MessageEvent, MessageEvents } from './event.js'
import { type MessageReceiverOptions, readMessageOptions } from './options.js'
import { type ReadMessage, readMessage } from './read.js'
import { testAccountOf } from './release-accounts.js'
import { answerReleaseCheck } from './release-check.js'
import { closedSlot, createReplySlot, type ReplySlot } from './replies.js'
import { sealReply, writeReply } from './reply.js'

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

/** 消息与事件接收 URL. */
const messageUrl: Url = {
  channel: 'message',
  names: [...messageCatalog.keys(), 'message', 'unknown'],
  read(push, options) {
    const event = readMessage(push, options)
    return deepFreeze(event.infoType === 'message' ? { ...event, ...closedSlot } : event)
  },
  accountOf: (event) => (event as { readonly authorizerAppId?: string }).authorizerAppId,
}

const rememberedReplies = 10_000

/**
 * Receives what comes to 消息与事件接收 URL: results of audits, names, categories, penalties, and messages of users. Mount it as a
 * receiver is mounted, on a path that ends with the account's appid.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example
 * const messages = createMessageReceiver({ componentAppId, token, encodingAesKey, inbox: storage.inbox, client, releaseCheck: true })
 * messages.on('weapp_audit_fail', (event) => merchants.tell(event.authorizerAppId, event.reasons))
 * app.use('/wechat/message/:appid', mount(messages))
 */
export function createMessageReceiver(options: MessageReceiverOptions): MessageReceiver {
  const settings = readMessageOptions(options)
  const { store, releaseCheck, client, accountKind, log, now } = settings
  const emitter = createEmitter<MessageEvents>()
  /** By event id: a repeat of a message gets the answer of the first. */
  const slots = new Map<string, ReplySlot>()
  /** Events that the release check has answered: no handler gets them. */
  const checked = new WeakSet<object>()
  let hasNamedPath = false

  function slotFor(event: ReadMessage, push: OpenedPush): ReplySlot {
    const kept = slots.get(event.id)
    if (kept) return kept
    const appid = event.authorizerAppId
    const kind = testAccountOf(event.toUserName)?.kind ?? (appid === undefined ? undefined : accountKind(appid))
    const slot = createReplySlot(kind, (reply) => {
      const createdAt = Math.floor(now() / 1000)
      const document = writeReply(reply, { to: event.fromUserName, from: event.toUserName, createdAt })
      return sealReply(document, sealOf(push, settings.platforms), createdAt)
    })
    slots.set(event.id, slot)
    const [oldest] = slots.size > rememberedReplies ? slots.keys() : []
    if (oldest !== undefined) slots.delete(oldest)
    return slot
  }

  function read(push: OpenedPush, { url }: PushRequest, receivedAt: number): AnyEvent {
    const appid = authorizerInPath(url)
    if (appid === undefined && !hasNamedPath) {
      hasNamedPath = true
      log.warn({}, texts.noAppidInPath)
    }
    const event = readMessage({ ...push, appid }, { receivedAt })
    if (event.infoType !== 'message' && !(releaseCheck && testAccountOf(event.toUserName))) return deepFreeze(event)
    const isRepeat = slots.has(event.id)
    const slot = slotFor(event, push)
    const answered = releaseCheck && client && !isRepeat && answerReleaseCheck(event, slot, client, log)
    const shown = deepFreeze(event.infoType === 'message' ? { ...event, reply: slot.reply } : event)
    if (answered || (isRepeat && releaseCheck && testAccountOf(event.toUserName))) checked.add(shown)
    return shown
  }

  const receiver = createPushReceiver({
    url: messageUrl,
    settings,
    emitter: emitter as unknown as AnyEmitter,
    read,
    respond: (event) => (slots.get(event.id) ?? success).response(),
    route(event, { now: direct, stored }) {
      if (checked.has(event)) return async () => 'accepted'
      return event.infoType === 'message' && !store ? direct : (stored ?? direct)
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

const success = createReplySlot(undefined, () => '')

/** Token and key that opened a push: what a reply is signed and sealed with. */
function sealOf(
  { componentAppId, previous }: OpenedPush,
  platforms: ReturnType<typeof readMessageOptions>['platforms'],
) {
  const platform = platforms.find((each) => each.componentAppId === componentAppId)
  const token = platform?.tokens[previous.token ? 1 : 0]
  const key = platform?.keys[previous.key ? 1 : 0]
  if (token === undefined || key === undefined)
    throw new TypeError('a push was opened for a platform that is not there')
  return { componentAppId, token, key }
}
