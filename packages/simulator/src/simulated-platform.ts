import type { PlatformOptions } from '@wehook/core'
import { type Administrator, createAdministrator } from './administrator.js'
import type { Authorizer, NewAuthorizer } from './authorizer.js'
import type { CallRecord } from './call.js'
import type { FakeClock } from './clock.js'
import { createWorld } from './create-world.js'
import { checkPath, createFaults, type Fault } from './faults.js'
import { createHeldAnswers, type HeldAnswer } from './held-answers.js'
import type { CustomerMessage } from './message/conversations.js'
import { checkMessage, type MessageFields } from './message/fields.js'
import type { MessageRecord, SendMessageOptions } from './message/outbox.js'
import { checkPlatformOptions, type PushToOptions, type SimulatedPlatformOptions } from './options.js'
import type { PushRecord } from './outbox.js'
import { createPages } from './page/pages.js'
import { createPerson, type Person } from './person.js'
import { checkFields, type PushFields } from './push/fields.js'
import { type ReleaseCheckOptions, runReleaseCheck } from './release-check/release-check.js'
import type { ReleaseCheckReport } from './release-check/report.js'
import { createReviewer, type Reviewer } from './reviewer.js'
import { createApiServer } from './server.js'
import { checkStepOptions, type SendOptions } from './step-options.js'
import type { Task } from './task.js'
import { addAuthorizer, issueAuthCode } from './world.js'

/** A local simulation of WeChat's side of a third-party platform. */
export interface SimulatedPlatform {
  /** Simulates https://api.weixin.qq.com; pass it to `createClient({ baseUrl })`. `${baseUrl}/simulated` is a page with every task. */
  readonly baseUrl: string
  /** componentAppId, token and encodingAesKey, for `createReceiver`. */
  readonly receiverOptions: PlatformOptions
  /** componentAppId, componentAppSecret and baseUrl, for `createClient`. */
  readonly clientOptions: {
    readonly componentAppId: string
    readonly componentAppSecret: string
    readonly baseUrl: string
  }
  readonly clock: FakeClock
  readonly person: Person
  readonly administrator: Administrator
  readonly reviewer: Reviewer
  /** All pushes to 授权事件接收 URL, in order. */
  readonly pushes: readonly PushRecord[]
  /** All pushes to 消息与事件接收 URL, in order, with their answers. */
  readonly messages: readonly MessageRecord[]
  /** All messages that the provider sent to users with the customer service API, in order. */
  readonly customerMessages: readonly CustomerMessage[]
  /** All API calls, in order. */
  readonly calls: readonly CallRecord[]
  readonly tasks: readonly Readonly<Task>[]
  readonly authorizers: readonly Readonly<Authorizer>[]
  /** Sets the URL of further pushes. `until`: what a step waits for, such as `() => receiver.idle()`. */
  pushTo(callbackUrl: string, options?: PushToOptions): void
  /** Pushes a ticket now. `again`: pushes the last ticket again, with a new time. */
  pushTicket(options?: SendOptions & { readonly again?: boolean }): Promise<void>
  /** Pushes anything else: certification reminders, ICP, order paths. */
  push(what: PushFields | readonly PushFields[], sending?: SendOptions): Promise<void>
  /** Pushes a message of a user, or an event of an account, to 消息与事件接收 URL. Samples: `messageSamples`. */
  pushMessage(appid: string, fields: MessageFields, options?: SendMessageOptions): Promise<MessageRecord>
  /** Runs WeChat's automated test before 全网发布 against both URLs, and reports by the rows of WeChat's result page. */
  runReleaseCheck(options?: ReleaseCheckOptions): Promise<ReleaseCheckReport>
  /** Adds an account that has already authorized the platform; nothing is pushed. Returns an auth code for it. */
  addAuthorizer(account?: Partial<NewAuthorizer>): { readonly appid: string; readonly authCode: string }
  /** The next calls of a path fail, whatever their input. */
  failNext(path: string, fault: Fault, times?: number): void
  /** The next call of a path is carried out at once, but its answer is sent when `release` is called, so that pushes and people can be faster than the answer. */
  holdNext(path: string): HeldAnswer
  /** Resolves when no push is being sent. The pushes of an API call are sent after its answer. */
  idle(): Promise<void>
  close(): Promise<void>
}

/**
 * Starts a simulated platform: an HTTP server on 127.0.0.1 that simulates WeChat's APIs and pushes encrypted events to `callbackUrl`.
 *
 * @throws TypeError for an option that does not exist or has another type.
 * @example
 * const platform = await createSimulatedPlatform({ callbackUrl: 'http://127.0.0.1:3000/wechat/authorization' })
 * await platform.pushTicket()
 * await platform.person.confirms()
 * await platform.close()
 */
export async function createSimulatedPlatform(options: SimulatedPlatformOptions = {}): Promise<SimulatedPlatform> {
  checkPlatformOptions(options)
  checkStepOptions(options.pushes ?? {}, 'createSimulatedPlatform: pushes')
  const { world, outbox, messages, tickets, receiverOptions, pushTo } = createWorld(options)
  const { clock, componentAppId, componentAppSecret } = world
  const faults = createFaults()
  const held = createHeldAnswers()
  const actors = {
    person: createPerson(world),
    administrator: createAdministrator(world),
    reviewer: createReviewer(world),
  }
  const pages = createPages(world, actors, outbox.records)
  const port = options.port ?? 0
  const server = await createApiServer({ world, faults, held, pages, port })
  if (options.tickets !== false) tickets.start()
  return {
    baseUrl: server.baseUrl,
    receiverOptions,
    clientOptions: { componentAppId, componentAppSecret, baseUrl: server.baseUrl },
    clock,
    ...actors,
    pushes: outbox.records,
    messages: messages.records,
    customerMessages: world.customerMessages,
    calls: server.records,
    tasks: world.tasks,
    get authorizers() {
      return [...world.authorizers.values()]
    },
    pushTo,
    pushTicket: (sending) => tickets.push(sending),
    async push(what, sending = {}) {
      checkStepOptions(sending, 'platform.push')
      const batch = Array.isArray(what) ? what : [what]
      for (const fields of batch) checkFields(fields)
      await world.push(batch, sending)
    },
    async pushMessage(appid, fields, sending) {
      checkMessage(fields)
      return world.pushMessage(appid, fields, sending)
    },
    runReleaseCheck(check) {
      const wasAccepted = (infoType: string) =>
        outbox.records.findLast((record) => record.infoType === infoType)?.isAccepted === true
      const pushTicket = async () => {
        await tickets.push()
        return wasAccepted('component_verify_ticket')
      }
      return runReleaseCheck({ world, pushTicket, wasAccepted }, check)
    },
    addAuthorizer(account = {}) {
      const { appid } = addAuthorizer(world, { nickName: '模拟小程序', principalName: '', registerType: 0, ...account })
      return { appid, authCode: issueAuthCode(world, appid) }
    },
    failNext: (path, fault, times = 1) => faults.add(path, fault, times),
    holdNext(path) {
      checkPath('holdNext', path)
      return held.hold(path)
    },
    idle: () => outbox.idle(),
    async close() {
      if (!options.clock) clock.stop()
      tickets.stop()
      await outbox.idle()
      await server.close()
    },
  }
}
