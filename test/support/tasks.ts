import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, createClient } from '@wehook/client'
import {
  createMemoryTaskStore,
  createMemoryTokenStore,
  createReceiver,
  type Receiver,
  type TaskStore,
} from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { type AnyTask, createTasks, type TaskChange, type Tasks, type TasksOptions, type TaskWord } from '@wehook/tasks'
import {
  createSimulatedPlatform,
  type Duration,
  type SimulatedPlatform,
  type SimulatedPlatformOptions,
} from '@wehook/testing'
import { expect, onTestFinished, vi } from 'vitest'

/** Made-up inputs; each code ends in its check character. */
export const enterprise = { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '0755-00000000' }
export const personal = { wxuser: 'sample_person', component_phone: '0755-00000000' }
export const beta = { name: '样例试用', openid: 'oSAMPLE00000000000000000000' }
export const verify = { enterprise_name: enterprise.name, code: enterprise.code, component_phone: '0755-00000000' }
export const certification = {
  customer_type: 15,
  contact_info: { name: '联系人', email: 'contact@example.com' },
  account_name: '样例小程序',
  account_name_type: 1,
  pay_type: 2,
  third_party_phone: '0755-00000000',
  invoice_info: { invoice_type: 1 },
} as const

export const paths = {
  enterprise: '/wxa/component/fastregisterenterpriseweapp',
  personal: '/wxa/component/fastregisterpersonalweapp',
  beta: '/wxa/component/fastregisterbetaweapp',
  verify: '/wxa/verifybetaweapp',
  submit: '/wxa/sec/wxaauth',
  resubmit: '/wxa/sec/reauth',
  query: '/wxa/sec/queryauth',
  info: '/cgi-bin/component/api_get_authorizer_info',
} as const

export interface Told {
  readonly word: TaskWord
  readonly task: AnyTask
  readonly change: TaskChange
}

/** One process of the host: a receiver, a client and tasks on the shared storages. */
export interface Host {
  readonly receiver: Receiver
  readonly client: Client
  readonly tasks: Tasks
  /** What its handlers were told, in order. */
  readonly told: readonly Told[]
  words(): readonly string[]
  readonly url: string
}

export interface Scene extends Host {
  readonly platform: SimulatedPlatform
  readonly store: TaskStore
  /** Another process on the same storages. */
  another(options?: HostOptions): Promise<Host>
  /** Lets simulated time pass, with a fresh ticket at its end, so that the client can call. */
  pass(duration: Duration): Promise<void>
  /** From now on no push arrives, except tickets. */
  losePushes(): void
  /** How often an API was called with that action. */
  count(path: string, action?: string): number
  /** An account of the given register_type whose tokens the client has. */
  account(registerType: number): Promise<string>
}

export type HostOptions = Partial<TasksOptions> & { readonly isStarted?: boolean }

const nowhere = 'http://127.0.0.1:9/'

const words: readonly TaskWord[] = [
  'succeeded',
  'pending',
  'failed',
  'returned',
  'undetermined',
  'changed',
  'expiring',
  'adopted',
]

export async function createScene(
  options: HostOptions & { readonly simulated?: SimulatedPlatformOptions } = {},
): Promise<Scene> {
  const { simulated, ...hostOptions } = options
  const platform = await createSimulatedPlatform({ tickets: false, ...simulated })
  const tokens = createMemoryTokenStore()
  const store = options.store ?? createMemoryTaskStore()
  const { now } = platform.clock

  async function another({ isStarted = true, ...tasksOptions }: HostOptions = {}): Promise<Host> {
    const receiver = createReceiver({ ...platform.receiverOptions, now, logger: false })
    const client = createClient({ ...platform.clientOptions, now, tokens, logger: false, repeatDelayMs: 1 })
    client.follow(receiver)
    const tasks = createTasks({ receiver, client, store, now, logger: false, firstTickMs: 1e8, ...tasksOptions })
    const told: Told[] = []
    for (const word of words) tasks.on(word, (task, change) => void told.push({ word, task, change }))
    const server = http.createServer(toNodeHandler(receiver))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    if (isStarted) await tasks.start()
    onTestFinished(async () => {
      await receiver.close({ timeoutMs: 100 })
      await tasks.close({ timeoutMs: 100 })
      server.closeAllConnections()
      server.close()
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    return { receiver, client, tasks, told, words: () => told.map(({ word }) => word), url }
  }

  onTestFinished(() => platform.close())
  const host = await another(hostOptions)
  platform.pushTo(host.url)
  await platform.pushTicket()
  let isLosing = false
  return {
    ...host,
    platform,
    store,
    another,
    async pass(duration) {
      await platform.clock.advance(duration)
      platform.pushTo(host.url)
      await platform.pushTicket()
      if (isLosing) platform.pushTo(nowhere)
    },
    losePushes() {
      isLosing = true
      platform.pushTo(nowhere)
    },
    count: (path, action) =>
      platform.calls.filter(({ call }) => call.path === path && (!action || call.query['action'] === action)).length,
    async account(registerType) {
      const { appid, authCode } = platform.addAuthorizer({ registerType })
      await host.client.component.queryAuth({ authorization_code: authCode })
      return appid
    },
  }
}

/** Polls until `check` no longer throws. */
export const eventually = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(async () => void (await check()), { timeout: 8_000, interval: 10 })

/** Waits until the words were told, in this order and no others. */
export async function toldWords(host: Host, ...expected: readonly string[]): Promise<void> {
  await eventually(() => expect(host.words()).toEqual(expected))
}

export async function taskOf(host: Host, id: string): Promise<AnyTask> {
  const task = await host.tasks.get(id)
  if (!task) throw new Error(`no task ${id}`)
  return task
}
