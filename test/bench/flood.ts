import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sealPush } from '@wehook/testing'
import { compileServer } from './compile.js'
import { forged, options } from './push.js'
import { print } from './report.js'

// Forged bodies of 256 KiB from 64 connections against an Express app in a process of its own, honest pushes beside them.
const seconds = 10
const connections = 64
const padding = 'A'.repeat(262_144 - 200)
const body = `<xml><AppId><![CDATA[${options.componentAppId}]]></AppId><Encrypt><![CDATA[${padding}]]></Encrypt></xml>`

const child: ChildProcess = fork(await compileServer('flood-server'), { execArgv: [] })
const port = await new Promise<number>((resolve) => child.once('message', (message) => resolve(message as number)))

const post = (agent: Agent, path: string, text: string) =>
  new Promise<number>((resolve, reject) => {
    const sent = request({ agent, port, path, method: 'POST', headers: { 'content-type': 'text/xml' } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    sent.once('error', reject)
    sent.end(text)
  })

const until = performance.now() + seconds * 1000
let refused = 0
async function flood(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const path = `/wechat?${new URLSearchParams(forged)}`
  while (performance.now() < until) {
    if ((await post(agent, path, body)) === 401) refused += 1
  }
  agent.destroy()
}

const latencies: number[] = []
let unanswered = 0
async function beHonest(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  for (let i = 0; performance.now() < until; i++) {
    const push = sealPush(options, { infoType: 'unauthorized', AuthorizerAppid: `wx${String(i).padStart(16, '0')}` })
    const startedAt = performance.now()
    const status = await post(agent, push.url('/wechat'), push.body)
    if (status === 200) latencies.push(performance.now() - startedAt)
    else unanswered += 1
    await sleep(10)
  }
  agent.destroy()
}

await Promise.all([...Array.from({ length: connections }, flood), beHonest()])
const peakMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
child.kill()

latencies.sort((a, b) => a - b)
const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN
print({
  title: `flood: forged bodies of 256 KiB from ${connections} connections for ${seconds} s`,
  rows: [
    { name: 'forged, refused', count: refused },
    { name: 'honest, answered success', count: latencies.length },
    { name: 'honest, anything else', count: unanswered },
  ],
  targets: [
    { text: 'peak resident memory, MB', value: peakMb, target: 200, kind: 'most' },
    { text: 'p99 of honest pushes, ms', value: p99, target: 100, kind: 'most' },
  ],
})
