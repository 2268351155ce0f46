import { checkOptions, createSignals, optionRules, settledWithin, summarizeFailure } from '@wehook/core/storage'
import { settleCall } from './call-results.js'
import { createCalls } from './calls.js'
import type { Context } from './context.js'
import { claim, retell, settle } from './decide.js'
import { workOnDue } from './due.js'
import { taskNotFound } from './errors.js'
import { createHandlers } from './handlers.js'
import { deadKey, referenceKey } from './keys.js'
import type { TaskKind } from './kinds/index.js'
import type { Fields } from './kinds/kind.js'
import { createLedger, type Entry } from './ledger.js'
import { createLooks } from './look.js'
import { readOptions, type TasksOptions } from './options.js'
import { followPushes } from './pushes.js'
import { resubmit } from './resubmit.js'
import { createEmitSignal, signalNames, type TaskSignals } from './signals.js'
import { createStart, type StartOptions } from './start.js'
import type { AuthorizerTasks, Tasks } from './surface.js'
import type { Task } from './task.js'
import { createTelling } from './telling.js'
import { texts } from './texts.js'
import { createTicker } from './ticker.js'
import { viewOf } from './view.js'

/**
 * Tracks registrations, conversions and certifications from the call to their outcome. Create one for each third-party platform.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example
 * const tasks = createTasks({ receiver, client, store: storage.tasks })
 * tasks.on('succeeded', 'registration.enterprise', (task) => merchants.open(task.reference, task.appid))
 * await tasks.start()
 * const task = await tasks.registration.enterprise.create(input, { reference: 'merchant-42' })
 */
export function createTasks(options: TasksOptions): Tasks {
  const { receiver, client, store, adopt, now, log, ...settings } = readOptions(options)
  const signals = createSignals<TaskSignals>(signalNames)
  const onListenerFailure = (error: unknown) => log.error({}, texts.listenerThrew(summarizeFailure(error)))
  const handlers = createHandlers()
  const telling = createTelling(
    () => context,
    handlers,
    (entry) => looks.askReason(entry),
    settings,
  )
  const ledger = createLedger(store, client.componentAppId, now, {
    beforeWrite: telling.lease,
    afterWrite: telling.go,
  })
  const context: Context = { client, store, ledger, now, emitSignal: createEmitSignal(signals, onListenerFailure) }
  const calls = createCalls(context)
  const startTask = createStart(context, calls)
  const looks = createLooks(context)
  const tick = () => workOnDue(context, looks)
  const ticker = createTicker(tick, settings, (error) => log.warn({}, texts.tickFailed(summarizeFailure(error))))
  const unfollow = followPushes(receiver, context, calls, adopt)

  let isStarted = false
  if (!store.durable) log.warn({}, texts.storeNotDurable)

  const view = ({ id, record }: Entry) => viewOf({ id, componentAppId: ledger.scope }, settleCall(record, now()))
  const start = (kind: TaskKind, appid?: string) => async (input: object, given: StartOptions) => {
    const subject = { reference: given?.reference, input: input as Fields, ...(appid !== undefined && { appid }) }
    return view(await startTask(kind, subject, given ?? {})) as never
  }
  const known = async (id: string): Promise<Entry> => {
    const entry = await ledger.get(id)
    if (!entry) throw taskNotFound()
    return entry
  }

  return {
    registration: {
      enterprise: { create: start('registration.enterprise') },
      enterpriseLegacy: { create: start('registration.enterpriseLegacy') },
      personal: { create: start('registration.personal') },
      beta: { create: start('registration.beta') },
    },
    authorizer: (appid): AuthorizerTasks => ({
      appid,
      beta: { verify: start('beta.conversion', appid) },
      certification: {
        submit: start('certification', appid),
        async resubmit(input, given = {}) {
          return view(await resubmit(context, calls, appid, { ...input }, given)) as Task<'certification'>
        },
      },
    }),
    on: handlers.on,
    signals,
    async get(id) {
      const entry = await ledger.get(id)
      return entry && view(entry)
    },
    find: async ({ reference }) => (await ledger.find(referenceKey(reference))).map(view),
    async list({ dead, ...page } = {}) {
      if (dead) return { tasks: (await ledger.find(deadKey)).map(view) }
      const { rows, next } = await store.list(ledger.scope, page)
      return { tasks: rows.map((row) => view(ledger.toEntry(row))), ...(next !== undefined && { next }) }
    },
    counts: () => store.counts(ledger.scope) as ReturnType<Tasks['counts']>,
    async nextDueAt() {
      const at = await store.nextDueAt(ledger.scope)
      return at === undefined ? undefined : new Date(at)
    },
    check: async (id) => view(await looks.check(await known(id))),
    claim: async (id, { reference }) => view(await claim(context, id, reference)),
    settle: async (id, { appid }) => view(await settle(context, id, appid)),
    retell: async (id) => view(await retell(context, id)),
    async forget(id) {
      for (;;) {
        const entry = await ledger.get(id)
        if (!entry) return false
        if (await ledger.remove(entry)) return true
      }
    },
    async start() {
      if (!isStarted && receiver.hasInbox === false) log.warn({}, texts.noInbox)
      isStarted = true
      telling.start()
      ticker.start()
    },
    tick,
    async close(options = {}) {
      checkOptions('tasks.close', options, { timeoutMs: optionRules.waitMs })
      const { timeoutMs = 10_000 } = options
      unfollow()
      telling.stop()
      await settledWithin([ticker.stop(), telling.idle()], timeoutMs)
    },
  }
}
