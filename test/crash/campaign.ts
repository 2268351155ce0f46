import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Inbox, InboxCounts } from '@wehook/core/storage'
import { readLedger } from './ledger.js'
import { startLoad } from './load.js'
import { createVictim } from './process.js'
import { between, createRandom } from './random.js'
import { prepare, type Scenario } from './scenarios.js'
import { openStorage } from './storage.js'
import { type Blow, judge, type Verdict } from './verdict.js'

/** For all that is stored to be delivered once nothing is hit any more. */
const drainWithinMs = 120_000

/** Loads a scenario's processes with pushes, deals `kills` blows at random moments, lets it come to rest, and judges. */
export async function runScenario(scenario: Scenario, kills: number, seed: number): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), 'wehook-crash-'))
  const random = createRandom(seed)
  const { place, configs, server } = await prepare(scenario, directory)
  const victims = configs.map(createVictim)
  const blows: Blow[] = []
  try {
    await Promise.all(victims.map((victim) => victim.start()))
    const load = startLoad(
      configs.flatMap(({ listen }) => listen ?? []),
      random,
    )
    const hit = (struck: typeof victims) => {
      const blow = { pids: struck.map((victim) => victim.pid()), from: Date.now(), until: Number.POSITIVE_INFINITY }
      blows.push(blow)
      return () => {
        blow.until = Date.now()
      }
    }
    for (let blow = 0; blow < kills; blow += 1) {
      await sleep(between(random, 200, 1_500))
      await scenario.strike({ victims, server, random, hit })
    }
    await sleep(500)
    const report = await load.stop()
    const ended = victims.flatMap((victim) => victim.failure() ?? [])
    const { counts, hostRows } = await settled(place)
    const verdict = judge(report, readLedger(join(directory, 'ledger')), blows, counts, hostRows)
    return { ...verdict, faults: [...ended, ...verdict.faults] }
  } finally {
    await Promise.all(victims.map((victim) => victim.kill()))
    await server?.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function settled(place: Parameters<typeof openStorage>[0]): Promise<{
  readonly counts: InboxCounts
  readonly hostRows?: ReadonlyMap<string, number>
}> {
  const storage = openStorage(place)
  try {
    const counts = await waitForRest(storage.inbox, Date.now() + drainWithinMs)
    return storage.hostRows ? { counts, hostRows: await storage.hostRows() } : { counts }
  } finally {
    await storage.close()
  }
}

async function waitForRest(inbox: Inbox, deadline: number): Promise<InboxCounts> {
  const counts = await inbox.counts()
  if (counts.pending === 0 || Date.now() > deadline) return counts
  await sleep(200)
  return waitForRest(inbox, deadline)
}
