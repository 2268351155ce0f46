import type { PlatformOptions } from '@wehook/core'
import { createFakeClock } from './clock.js'
import { createIds, type Ids } from './ids.js'
import { createConversations } from './message/conversations.js'
import { createMessageOutbox, type MessageOutbox } from './message/outbox.js'
import type { PushToOptions, SimulatedPlatformOptions } from './options.js'
import { createOutbox, type Outbox } from './outbox.js'
import type { PushFields } from './push/fields.js'
import type { StepOptions } from './step-options.js'
import type { Task } from './task.js'
import { createTickets, type Tickets } from './tickets.js'
import type { World } from './world.js'

export interface OpenedWorld {
  readonly world: World
  readonly outbox: Outbox
  readonly messages: MessageOutbox
  readonly tickets: Tickets
  readonly receiverOptions: PlatformOptions
  pushTo(callbackUrl: string, options?: PushToOptions): void
}

/** The sender of messages that name none. */
const defaultOpenId = 'o0123456789abcdefghijklmnopq'

/** Creates the initial state of a simulated platform, and the outboxes that send its pushes to the host. */
export function createWorld(options: SimulatedPlatformOptions): OpenedWorld {
  const clock = options.clock ?? createFakeClock()
  const ids = createIds(options.seed)
  const receiverOptions = toReceiverOptions(options, ids)
  let { callbackUrl, messageUrl, until = async () => {} } = options
  const outbox = createOutbox({
    platform: receiverOptions,
    clock,
    url: () => callbackUrl,
    answerTimeoutMs: options.answerTimeoutMs ?? 5000,
    defaults: options.pushes ?? {},
    until: () => until(),
    onPush: options.onPush ?? (() => {}),
  })
  const messages = createMessageOutbox({
    platform: receiverOptions,
    clock,
    url: () => messageUrl,
    answerTimeoutMs: options.answerTimeoutMs ?? 5000,
  })
  const world: World = {
    options,
    baseUrl: '',
    componentAppId: receiverOptions.componentAppId,
    componentAppSecret: options.componentAppSecret ?? ids.hex(32),
    clock,
    ids,
    tickets: [],
    startTickets: () => tickets.start(),
    tokens: new Map(),
    latestTokens: new Map(),
    preAuthCodes: new Map(),
    authCodes: new Map(),
    authorizers: new Map(),
    tasks: [],
    nameReviews: [],
    conversations: createConversations(),
    customerMessages: [],
    media: new Set(),
    quotaUses: [],
    async pushMessage(appid, fields, sending) {
      const userName = world.authorizers.get(appid)?.userName
      const named = userName === undefined ? fields : { ToUserName: userName, ...fields }
      const openid = fields.FromUserName ?? defaultOpenId
      if (fields.MsgType !== 'event') world.conversations.open(appid, openid, clock.now())
      const record = await outbox.track(messages.post(appid, { FromUserName: openid, ...named }, sending))
      await until()
      return record
    },
    push: (batch, sending, task) => pushInTurn(outbox, batch, sending, task),
  }
  const tickets = createTickets(world)
  const pushTo = (url: string, next: PushToOptions = {}) => {
    callbackUrl = url
    until = next.until ?? until
    messageUrl = next.messageUrl ?? messageUrl
  }
  return { world, outbox, messages, tickets, receiverOptions, pushTo }
}

/** Two tokens and two keys by default, so that pushes with the previous one can be requested. */
function toReceiverOptions(options: SimulatedPlatformOptions, ids: Ids): PlatformOptions {
  return {
    componentAppId: options.componentAppId ?? `wx${ids.hex(16)}`,
    token: options.token ?? [ids.hex(24), ids.hex(24)],
    encodingAesKey: options.encodingAesKey ?? [ids.hex(43), ids.hex(43)],
  }
}

/** Keeps the pushes of a task in order: a batch waits for the previous one. */
function pushInTurn(
  outbox: Outbox,
  batch: readonly PushFields[],
  options?: StepOptions,
  task?: Task,
): Promise<unknown> {
  if (!task) return outbox.post(batch, options)
  const earlier = task.pushes.catch(() => undefined)
  task.pushes = outbox.track(afterAnswer(earlier).then(() => outbox.post(batch, options)))
  return task.pushes
}

/** An API call is answered before the pushes that it causes are sent. */
async function afterAnswer(earlier: Promise<unknown>): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  await earlier
}
