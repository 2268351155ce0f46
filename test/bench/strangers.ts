import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { sealPush } from '@wehook/testing'
import { compileServer } from './compile.js'
import { forged, options } from './push.js'
import { print } from './report.js'

// 1,500 chunked uploads that stall after 200 kB and ten callers who announce a body and send none, against an Express app in a process of its own.
// Each begins again when it is given up. Genuine pushes of 100 kB come beside them, one after the other.
const seconds = 15
const [stalledCount, idleCount, stalledBytes, longBytes] = [1500, 10, 200_000, 100_000]

const child: ChildProcess = fork(await compileServer('flood-server'), { execArgv: [] })
const [port] = (await once(child, 'message')) as [number]
const until = performance.now() + seconds * 1000
const head = `POST /wechat?${new URLSearchParams(forged)} HTTP/1.1\r\nhost: shop.example\r\n`
const stalledBody = `${stalledBytes.toString(16)}\r\n${'A'.repeat(stalledBytes)}\r\n`

let uploads = 0
async function stall(text: string): Promise<void> {
  while (performance.now() < until) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.resume().write(text)
    uploads += 1
    await Promise.race([once(socket, 'close').catch(() => {}), sleep(until - performance.now())])
    socket.destroy()
  }
}

// One connection, made before the strangers come: how long the system takes to accept one among 1,500 is not what is measured.
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
async function post(path: string, body: string): Promise<string> {
  const sent = request({ agent, port, path, method: 'POST', headers: { 'content-type': 'text/xml' } })
  // A refusal closes the connection, which may come as an error after the answer.
  sent.on('error', () => {})
  sent.end(body)
  try {
    const [response] = await once(sent, 'response')
    return await textOf(response)
  } catch {
    return 'no answer'
  }
}

const times: number[] = []
let unanswered = 0
async function beHonest(): Promise<void> {
  for (let i = 0; performance.now() < until; i++) {
    const xml = `<xml><InfoType>unauthorized</InfoType><AuthorizerAppid>wx${String(i).padStart(16, '0')}</AuthorizerAppid><Undocumented>${'x'.repeat(longBytes)}</Undocumented></xml>`
    const push = sealPush(options, xml)
    const startedAt = performance.now()
    if ((await post(push.url('/wechat'), push.body)) === 'success') times.push(performance.now() - startedAt)
    else unanswered += 1
    await sleep(50)
  }
}

const honest = beHonest()
await sleep(500)
await Promise.all([
  honest,
  ...Array.from({ length: stalledCount }, () => stall(`${head}transfer-encoding: chunked\r\n\r\n${stalledBody}`)),
  ...Array.from({ length: idleCount }, () => stall(`${head}content-length: ${stalledBytes}\r\n\r\n`)),
])
const peakMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
child.kill()

times.sort((a, b) => a - b)
print({
  title: `strangers: ${stalledCount} stalled chunked uploads and ${idleCount} idle callers for ${seconds} s`,
  rows: [
    { name: 'uploads of strangers', count: uploads },
    { name: 'genuine long pushes, answered success', count: times.length },
    { name: 'genuine long pushes, anything else', count: unanswered },
    { name: 'their median, ms', count: times[Math.floor(times.length / 2)] ?? Number.NaN },
  ],
  targets: [
    { text: 'slowest genuine long push, ms', value: times.at(-1) ?? Number.NaN, target: 1000, kind: 'most' },
    { text: 'genuine long pushes not answered success', value: unanswered, target: 0, kind: 'most' },
    { text: 'peak resident memory, MB', value: peakMb, target: 300, kind: 'most' },
  ],
})
process.exit()
