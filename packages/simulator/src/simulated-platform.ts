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

/** WeChat's side of a third-party platform, on this machine. */
export interface SimulatedPlatform {
  /** Plays https://api.weixin.qq.com; goes into `createClient({ baseUrl })`. `${baseUrl}/simulated` is a page with every task. */
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
  /** Everything that was pushed, in order. */
  readonly pushes: readonly PushRecord[]
  /** Everything that was pushed to 消息与事件接收 URL, in order, with what came back. */
  readonly messages: readonly MessageRecord[]
  /** What the provider sent to users by the customer service API, in order. */
  readonly customerMessages: readonly CustomerMessage[]
  /** Everything that was asked, in order. */
  readonly calls: readonly CallRecord[]
  readonly tasks: readonly Readonly<Task>[]
  readonly authorizers: readonly Readonly<Authorizer>[]
  /** Where pushes go from now on; `until`: what a step then waits for, `() => receiver.idle()`. */
  pushTo(callbackUrl: string, options?: PushToOptions): void
  /** Pushes a ticket at once; `again`: the last one once more, as a duplicate with a time of its own. */
  pushTicket(options?: SendOptions & { readonly again?: boolean }): Promise<void>
  /** Pushes anything else: certification reminders, ICP, order paths. */
  push(what: PushFields | readonly PushFields[], sending?: SendOptions): Promise<void>
  /** Pushes a message of a user, or an event of an account, to 消息与事件接收 URL. Samples: `messageSamples`. */
  pushMessage(appid: string, fields: MessageFields, options?: SendMessageOptions): Promise<MessageRecord>
  /** Plays WeChat's automated test before 全网发布 against both URLs, and reports by the rows of WeChat's result page. */
  runReleaseCheck(options?: ReleaseCheckOptions): Promise<ReleaseCheckReport>
  /** An account that authorized the platform before the story begins; nothing is pushed. Returns an auth code for it. */
  addAuthorizer(account?: Partial<NewAuthorizer>): { readonly appid: string; readonly authCode: string }
  /** The next calls of a path fail, whatever they hold. */
  failNext(path: string, fault: Fault, times?: number): void
  /** The next call of a path is done at once, but its answer arrives when it is released: pushes and persons may be faster. */
  holdNext(path: string): HeldAnswer
  /** Resolves when no push is under way; those of an API call go out after its answer. */
  idle(): Promise<void>
  close(): Promise<void>
}

/**
 * Starts a simulated platform: an HTTP server on 127.0.0.1 that plays WeChat's APIs, and pushes sealed events to `callbackUrl`.
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
