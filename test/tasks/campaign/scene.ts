import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '@wehook/client'
import type { TaskStore } from '@wehook/core'
import { createFakeClock, createSimulatedPlatform, type Duration, type SimulatedPlatform } from '@wehook/simulator'
import { type AnyTask, createTasks, type Tasks } from '@wehook/tasks'
import { openStorage, type StoragePlace } from '../../crash/storage.js'
import { createVictim, type Victim } from './process.js'

/** WeChat's side, two processes of the host, and a view of the store that makes no calls and tells nothing. */
export interface Scene {
  readonly platform: SimulatedPlatform
  readonly victims: readonly Victim[]
  readonly tasks: Tasks
  allTasks(): Promise<readonly AnyTask[]>
  /** An account whose tokens the host has. */
  account(registerType: number): Promise<string>
  /** Lets simulated time pass, with a fresh ticket at its end. */
  pass(duration: Duration): Promise<void>
  /** Resolves when no process has anything left to do at this time. */
  settled(): Promise<void>
  /** Starts what was killed, and lets pushes go to one of them. */
  revive(pushTo: number): Promise<void>
  close(): Promise<void>
}

export async function createScene(place: StoragePlace, told: string, seed: string): Promise<Scene> {
  const clock = createFakeClock()
  const platform = await createSimulatedPlatform({
    tickets: false,
    before: '2026-04-30',
    clock,
    seed,
    answerTimeoutMs: 1_000,
  })
  const { now } = clock
  const config = { storage: place, receiver: platform.receiverOptions, client: platform.clientOptions, told }
  const victims = [createVictim(config), createVictim(config)]
  const storage = openStorage(place)
  const client: Client = createClient({ ...platform.clientOptions, tokens: storage.tokens, now, logger: false })
  const tasks = createTasks({ receiver: { on: () => () => {} }, client, store: storage.tasks, now, logger: false })
  const scope = platform.clientOptions.componentAppId

  async function allTasks(): Promise<readonly AnyTask[]> {
    const all: AnyTask[] = []
    for (let after: string | undefined; ; ) {
      const page = await tasks.list(after === undefined ? {} : { after })
      all.push(...page.tasks)
      if (page.next === undefined) return all
      after = page.next
    }
  }

  async function revive(pushTo: number): Promise<void> {
    await Promise.all(victims.map((victim) => (victim.isAlive() ? undefined : victim.start())))
    platform.pushTo(victims[pushTo]?.url() ?? '')
  }

  return {
    platform,
    victims,
    tasks,
    allTasks,
    async account(registerType) {
      const { appid, authCode } = platform.addAuthorizer({ registerType })
      await client.component.queryAuth({ authorization_code: authCode })
      return appid
    },
    async pass(duration) {
      const until = clock.now() + toMs(duration)
      // A ticket lives 12 hours.
      while (until - clock.now() > ticketMs) {
        await clock.advance({ ms: ticketMs })
        await platform.pushTicket()
      }
      await clock.advanceTo(until)
      await platform.pushTicket()
    },
    async settled() {
      await platform.idle()
      const deadline = Date.now() + 40_000
      for (;;) {
        const { pending } = await storage.inbox.counts()
        const due = await dueNow(storage.tasks, scope, now())
        if (pending === 0 && due === 0) return
        if (Date.now() > deadline) {
          const left = await storage.inbox.list({ state: 'pending' })
          const pushes = left.entries.map(({ infoType, lastError }) => `${infoType}: ${lastError}`).join('; ')
          throw new Error(`not settled: ${due} tasks and ${pending} pushes are left: ${pushes}`)
        }
        await sleep(50)
      }
    },
    revive,
    async close() {
      await Promise.all(victims.map((victim) => victim.kill()))
      await platform.close()
      await storage.close()
    },
  }
}

const ticketMs = 8 * 3_600_000

function toMs({ hours = 0, minutes = 0, seconds = 0 }: Duration): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000
}

async function dueNow(store: TaskStore, scope: string, now: number): Promise<number> {
  let due = 0
  for (let after: string | undefined; ; ) {
    const page = await store.list(scope, after === undefined ? {} : { after })
    due += page.rows.filter(({ dueAt }) => dueAt !== undefined && dueAt <= now).length
    if (page.next === undefined) return due
    after = page.next
  }
}
