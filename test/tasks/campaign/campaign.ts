import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyTask } from '@wehook/tasks'
import { between, createRandom, pick, type Random } from '../../crash/random.js'
import { createStorage } from '../../crash/scenarios.js'
import { prepareHost, type StoragePlace } from '../../crash/storage.js'
import type { ToldLine } from './child.js'
import { type Order, pathsOf } from './orders.js'
import { type Act, act } from './people.js'
import { createScene, type Scene } from './scene.js'
import { findFaults } from './verdict.js'

export interface CampaignOptions {
  readonly seed: number
  readonly rounds: number
  readonly tasks: number
  /** Default: `sqlite`. All others are servers of the campaign's own. */
  readonly storage?: StoragePlace['kind']
  /** Called after each round with its number, from 1. */
  readonly onRound?: (round: number) => void
}

export interface CampaignResult {
  readonly tasks: number
  readonly adopted: number
  readonly kills: number
  readonly lostAnswers: number
  readonly changes: number
  readonly tellings: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly faults: readonly string[]
}

const kinds = ['enterprise', 'personal', 'beta', 'legacy', 'conversion', 'certification'] as const
const registerTypes: Readonly<Partial<Record<Order['call'], number>>> = { conversion: 13, certification: 15 }

/** Opens tasks round by round while answers and pushes are lost and processes are killed, then lets 60 days pass and judges. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { seed, rounds, tasks: count, storage = 'sqlite', onRound } = options
  const folder = mkdtempSync(join(tmpdir(), 'wehook-campaign-'))
  const told = join(folder, 'told.jsonl')
  writeFileSync(told, '')
  const random = createRandom(seed)
  const { place, server } = createStorage(storage, folder)
  await server?.start()
  await prepareHost(place)
  const scene = await createScene(place, told, String(seed))
  const figures = { kills: 0, lostAnswers: 0 }
  try {
    await scene.revive(0)
    await scene.platform.pushTicket()
    await scene.settled()
    const unanswered: Order[] = []
    for (let round = 0, n = 0; round < rounds; round++) {
      const until = Math.round(((round + 1) * count) / rounds)
      const orders = unanswered.splice(0)
      for (; n < until; n++) orders.push(await newOrder(scene, random, n))
      for (const order of orders) if (await give(scene, random, order, figures)) unanswered.push(order)
      await scene.revive(round % 2)
      await people(scene, random, figures)
      await scene.revive(round % 2)
      await scene.pass({ minutes: between(random, 30, 240) })
      onRound?.(round + 1)
    }
    await letTimePass(scene)
    return { ...(await judge(scene, told)), ...figures }
  } finally {
    await scene.close()
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function newOrder(scene: Scene, random: Random, n: number): Promise<Order> {
  const call = pick(random, kinds)
  const registerType = registerTypes[call]
  const order = { call, n, reference: `m-${n}` }
  return registerType === undefined ? order : { ...order, appid: await scene.account(registerType) }
}

type Figures = { kills: number; lostAnswers: number }

/** Gives an order to one process or to both at once; true when nobody answered. */
async function give(scene: Scene, random: Random, order: Order, figures: Figures): Promise<boolean> {
  await scene.pass({ seconds: 20 })
  const { victims, platform } = scene
  if (random() < 0.15) {
    figures.lostAnswers++
    platform.failNext(pathsOf[order.call], { lost: random() < 0.6 ? 'answer' : 'request' })
  }
  const asked = random() < 0.2 ? victims : [pick(random, victims)]
  const answers = asked.map((victim) => victim.order(order))
  if (random() < 0.1) await kill(scene, random, figures)
  const ends = await Promise.all(answers)
  return ends.includes('lost') && !ends.includes('done')
}

async function kill(scene: Scene, random: Random, figures: Figures): Promise<void> {
  await sleep(between(random, 0, 40))
  figures.kills++
  await pick(random, scene.victims).kill()
  await scene.revive(random() < 0.5 ? 0 : 1)
}

/** Everybody whose turn it is and who has the link does something, or nothing. */
async function people(scene: Scene, random: Random, figures: Figures): Promise<void> {
  const known = new Set((await scene.allTasks()).flatMap(({ link }) => (link ? [link.url] : [])))
  const waiting = scene.platform.tasks.filter(
    (task) => task.phase !== 'done' && (task.phase !== 'person' || known.has(task.authorizeUrl)),
  )
  for (const task of waiting) {
    const done: Act | undefined = act(task, random)
    if (!done) continue
    await scene.pass({ seconds: 5 })
    const acting = done(scene.platform)
    if (random() < 0.08) await kill(scene, random, figures)
    await acting
  }
  for (const { outcome, kind, appid } of await scene.allTasks()) {
    if (outcome !== 'returned' || kind !== 'certification' || random() < 0.3) continue
    await give(scene, random, { call: 'resubmission', n: 0, reference: '', appid }, figures)
  }
}

/** All links end, WeChat is asked as often as it will be, and all handlers run. */
async function letTimePass(scene: Scene): Promise<void> {
  const steps = [25, 1, 3, 21, 24, 24, 48, 96, 168, 384]
  for (const hours of steps) {
    await scene.revive(0)
    // A jump of days would leave the host without a ticket while it asks.
    for (let left = hours; left > 0; left -= 8) {
      await scene.pass({ hours: Math.min(left, 8) })
      await scene.settled()
    }
  }
}

async function judge(scene: Scene, told: string): Promise<Omit<CampaignResult, keyof Figures>> {
  const tasks = await scene.allTasks()
  const lines = readFileSync(told, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ToldLine)
  const { tasks: record, calls } = scene.platform
  const own = tasks.filter(({ reference }) => reference !== undefined)
  return {
    tasks: own.length,
    adopted: tasks.length - own.length,
    changes: tasks.reduce((sum, { history }) => sum + history.filter(({ late }) => !late).length, 0),
    tellings: lines.length,
    outcomes: countBy(own),
    faults: findFaults({ tasks, told: lines, record, calls }),
  }
}

function countBy(tasks: readonly AnyTask[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { outcome } of tasks) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
