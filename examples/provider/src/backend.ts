import { type ClientOptions, createClient } from '@wehook/client'
import { createReceiver, isWehookError, type PlatformOptions } from '@wehook/core'
import { mount } from '@wehook/express'
import { createTelemetry } from '@wehook/opentelemetry'
import { type AnyTask, createTasks } from '@wehook/tasks'
import express from 'express'
import { type Form, toApplication, toCompany, toTrial, toVerify } from './forms.js'
import { type Operators, operatingRoutes } from './operate.js'
import { homePage, merchantPage } from './pages.js'
import type { Storage } from './storage.js'

export interface BackendOptions {
  /** Of the receiver: componentAppId, token and encodingAesKey. */
  readonly platform: PlatformOptions
  /** Of the client: componentAppId and componentAppSecret. */
  readonly api: ClientOptions
  readonly storage: Storage
  /** Your SMS, mail or service message. Called at least once for each change: deduplicate by `changeId`. */
  readonly notify: (task: AnyTask, text: string, changeId: string) => unknown
  /** The merchant's business licence. */
  readonly licence: Uint8Array
  readonly operators: Operators
}

/** The backend of a small provider: merchants fill in a form, open a link, and see what became of it. */
export function createBackend({ platform, api, storage, notify, licence, operators }: BackendOptions) {
  // Spans and metrics go to the SDK of OpenTelemetry that the process has registered; without one nowhere.
  const telemetry = createTelemetry()
  const { inbox } = storage
  const receiver = createReceiver({ ...platform, inbox, language: 'zh', around: telemetry.around })
  const client = createClient({ ...api, tokens: storage.tokens, fetch: telemetry.fetch(fetch) })
  client.follow(receiver)
  const tasks = createTasks({ receiver, client, store: storage.tasks, language: 'zh' })
  telemetry.observe({ receiver, inbox, tasks })

  tasks.on('pending', (task, { id }) => notify(task, `请打开链接：${task.link?.url ?? '等待微信推送'}`, id))
  tasks.on('succeeded', (task, { id }) => notify(task, `成功：${task.appid}`, id))
  tasks.on('failed', (task, { id }) => notify(task, `失败：${task.status.zh}`, id))
  tasks.on('returned', (task, { id }) => notify(task, `打回：${task.reason ?? task.status.zh}`, id))
  tasks.on('expiring', (task, { id }) => notify(task, `链接即将失效：${task.link?.url ?? ''}`, id))

  /** What a merchant can start, by the last part of the form's address. */
  const actions: Readonly<Record<string, (reference: string, form: Form) => Promise<unknown>>> = {
    register: (reference, form) => tasks.registration.enterprise.create(toCompany(form), { reference }),
    trial: (reference, form) => tasks.registration.beta.create(toTrial(form), { reference }),
    convert: (reference, form) =>
      tasks.authorizer(form.appid ?? '').beta.verify(toVerify(form), { reference, again: true }),
    certify: async (reference, form) => {
      const { certification } = tasks.authorizer(form.appid ?? '')
      return certification.submit(toApplication(form, await upload(form)), { reference })
    },
    correct: async (_reference, form) => {
      const { certification } = tasks.authorizer(form.appid ?? '')
      return certification.resubmit(toApplication(form, await upload(form)))
    },
  }
  const upload = async ({ appid = '' }: Form) => {
    const { mediaid } = await client.authorizer(appid).certification.uploadMaterial(licence)
    return mediaid
  }

  const app = express()
  app.use('/wechat/authorization', mount(receiver))
  app.use(operatingRoutes({ receiver, client, tasks, inbox }, operators))
  app.use(express.urlencoded({ extended: false }))
  app.get('/', (_request, response) => response.send(homePage()))
  app.get('/merchants/:merchant', async ({ params: { merchant } }, response) => {
    response.send(merchantPage(merchant, await tasks.find({ reference: merchant })))
  })
  app.post('/merchants/:merchant/:action', async ({ params: { merchant, action }, body }, response) => {
    try {
      await actions[action]?.(merchant, body)
      response.redirect(303, `/merchants/${encodeURIComponent(merchant)}`)
    } catch (error) {
      // A form that is not valid, a task that is open already, no token: each says in Chinese what to do.
      if (!isWehookError(error)) throw error
      const known = await tasks.find({ reference: merchant })
      response.status(409).send(merchantPage(merchant, known, `${error.zh.message}。${error.zh.hint}`))
    }
  })

  return {
    app,
    tasks,
    async start() {
      await receiver.start()
      await tasks.start()
    },
    /** Close the HTTP server first. */
    async stop() {
      await receiver.close()
      await tasks.close()
      await storage.close()
    },
  }
}
