import { Agent, request } from 'node:http'
import type { SealedPush } from '@wehook/testing'
import { startChild } from '../support/child.js'
import { ticketPush } from '../support/push-server.js'

export interface Load {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failed: number
}

let serial = 0

/** Pushes are sealed before the clock runs; each is a new event. */
function sealMany(count: number): readonly SealedPush[] {
  return Array.from({ length: count }, () => ticketPush(`ticket@@@${(serial++).toString(36).padStart(80, 'x')}`))
}

/** Starts a server of its own, warms it up, sends `count` pushes with `concurrency` under way at once. */
export async function loadServer(
  mode: 'durable' | 'redis' | 'mysql' | 'postgres' | 'none',
  place: string,
  concurrency: number,
  count: number,
): Promise<Load> {
  const child = startChild('test/bench/inbox-server.ts', [mode, place])
  try {
    const url = (await child.line('url ')).slice(4)
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
    const warmUp = sealMany(Math.min(count, 1_000))
    const pushes = sealMany(count)
    await send(agent, url, warmUp, concurrency)
    const result = await send(agent, url, pushes, concurrency)
    agent.destroy()
    child.process.stdin?.write('stop\n')
    await child.ended
    return result
  } finally {
    child.process.kill('SIGKILL')
  }
}

async function send(agent: Agent, url: string, pushes: readonly SealedPush[], concurrency: number): Promise<Load> {
  const times: number[] = []
  let failed = 0
  let next = 0
  const lane = async () => {
    for (let push = pushes[next++]; push; push = pushes[next++]) {
      const startedAt = performance.now()
      if ((await post(agent, push.url(url), push)) !== 200) failed += 1
      times.push(performance.now() - startedAt)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: concurrency }, lane))
  const seconds = (performance.now() - startedAt) / 1_000
  times.sort((a, b) => a - b)
  return { perSecond: pushes.length / seconds, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), failed }
}

/** node:http: the plainest client, so that the machine's second core is enough for it. */
function post(agent: Agent, url: string, push: SealedPush): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { ...push.headers, 'content-length': Buffer.byteLength(push.body) }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject).end(push.body)
  })
}

/** Of sorted values. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
