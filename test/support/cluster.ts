import { setTimeout as sleep } from 'node:timers/promises'
import type { Inbox } from '@wehook/core'
import type { SealedPush } from '@wehook/testing'
import { startChild } from './child.js'
import { post } from './push-server.js'

export interface MemberReport {
  readonly handled: readonly string[]
  readonly delayP99Ms: number
  readonly delayMaxMs: number
}

/** Starts `size` processes on one file, sends them the pushes, `concurrency` at once in turn, and waits until none is pending. */
export async function runCluster(
  file: string,
  inbox: Inbox,
  size: number,
  pushes: readonly SealedPush[],
  concurrency: number,
) {
  const members = Array.from({ length: size }, () => startChild('test/sqlite/children/serving.ts', [file]))
  try {
    const urls = await Promise.all(members.map(async (member) => (await member.line('url ')).slice(4)))
    for (const member of members) member.process.stdin?.write('measure\n')
    await Promise.all(members.map((member) => member.line('measuring')))
    const answers: string[] = []
    let next = 0
    const send = async () => {
      for (let n = next++; n < pushes.length; n = next++) {
        answers[n] = await post(urls[n % size] ?? '', pushes[n] as SealedPush)
      }
    }
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: concurrency }, send))
    const acceptedMs = performance.now() - startedAt
    while ((await inbox.counts()).pending > 0) await sleep(20)
    const handledMs = performance.now() - startedAt
    for (const member of members) member.process.stdin?.write('stop\n')
    const reports = await Promise.all(
      members.map(async (member) => JSON.parse((await member.line('report ')).slice(7)) as MemberReport),
    )
    await Promise.all(members.map((member) => member.ended))
    return { answers, acceptedMs, handledMs, reports }
  } finally {
    for (const member of members) member.process.kill('SIGKILL')
  }
}
