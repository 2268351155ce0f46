import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventId } from '@wehook/core'
import { sealPush } from '@wehook/testing'
import { path, platform } from './platform.js'
import { between, pick, type Random } from './random.js'

const senders = 8
const pauseMs = 40
/** After a push that failed: a server that is down costs no processor that it needs to come up again. */
const failurePauseMs = 250
/** WeChat waits 5 s. */
const answerWithinMs = 5_000

export interface LoadReport {
  /** Requests sent, duplicates among them. */
  readonly sent: number
  readonly duplicatesSent: number
  /** Requests that were not answered `success`: refused, cut off, or nobody there. */
  readonly failed: number
  /** Ids of the pushes that were answered `success` at least once. */
  readonly acknowledged: ReadonlySet<string>
}

/**
 * Pushes to servers on `sockets` until stopped: new events, and one in eight a push that was sent before, half of those at the
 * same time as the first. The only truth about what may not be lost is kept here: what was answered `success`.
 */
export function startLoad(sockets: readonly string[], random: Random): { stop(): Promise<LoadReport> } {
  const agent = new Agent({ keepAlive: true })
  const acknowledged = new Set<string>()
  const texts: string[] = []
  let [sent, duplicatesSent, failed] = [0, 0, 0]
  let stopped = false

  const push = async (xml: string) => {
    const answer = await post(agent, pick(random, sockets), xml)
    sent += 1
    if (answer === 'success') {
      acknowledged.add(eventId(platform.componentAppId, xml))
      return
    }
    failed += 1
    await sleep(failurePauseMs)
  }
  const send = async () => {
    const dice = random()
    if (dice < 1 / 16 && texts.length > 0) {
      duplicatesSent += 1
      await push(pick(random, texts))
      return
    }
    const xml = newText(texts.length, random)
    texts.push(xml)
    const twin = dice > 15 / 16
    if (twin) duplicatesSent += 1
    await Promise.all(twin ? [push(xml), push(xml)] : [push(xml)])
  }
  const loop = async () => {
    while (!stopped) {
      await send()
      await sleep(between(random, 0, pauseMs))
    }
  }
  const loops = Promise.all(Array.from({ length: senders }, loop))
  return {
    async stop() {
      stopped = true
      await loops
      agent.destroy()
      return { sent, duplicatesSent, failed, acknowledged }
    },
  }
}

function newText(serial: number, random: Random): string {
  const appid = `wx${Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')}${serial.toString(16).padStart(8, '0')}`
  return sealPush(platform, { infoType: 'unauthorized', AuthorizerAppid: appid }).xml
}

/** Resolves in any case: with the body of a 200, else with undefined. Sealed again each time, as WeChat does. */
function post(agent: Agent, socketPath: string, xml: string): Promise<string | undefined> {
  const push = sealPush(platform, xml)
  return new Promise((resolve) => {
    const outgoing = request(
      { agent, socketPath, path: push.url(path), method: 'POST', headers: push.headers, timeout: answerWithinMs },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          body += chunk
        })
        response.on('end', () => resolve(response.statusCode === 200 && response.complete ? body : undefined))
        response.on('error', () => resolve(undefined))
        response.on('aborted', () => resolve(undefined))
      },
    )
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('error', () => resolve(undefined))
    outgoing.end(push.body)
  })
}
