import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type AuthorizationEvent, createPlatform, diagnosePush, type Logger, parseQuery } from '@wehook/core'
import { sqliteStorage } from '@wehook/sqlite'
import { createApp } from './app.js'
import { type DemoPush, demoPushes, platforms } from './pushes.js'
import { showRegistration } from './registration.js'

// Runs the app and plays WeChat to it: genuine and sealed pushes over HTTP, a line for each.
//   --once        end with 0 when every push came out as it should, else 1; keeps nothing
//   --data=FOLDER where the inbox lies (default: examples/express/data)
const isOnce = process.argv.includes('--once')
const given = process.argv.find((argument) => argument.startsWith('--data='))?.slice('--data='.length)
const folder = isOnce
  ? mkdtempSync(join(tmpdir(), 'wehook-'))
  : (given ?? fileURLToPath(new URL('../data', import.meta.url)))
const storage = sqliteStorage({ file: join(folder, 'wehook.db') })

/** How each push was answered, by event id; pushes that are not answered yet stand there too. */
const answers = new Map<string, string>()
const waitingFor = new Set<string>()

// The receiver logs why it refused a push, one line in 10 s for each code; the demo says so beside each push instead.
const logger: Logger = { info() {}, warn() {}, error: (_fields, message) => console.error(message) }
const keys = platforms.map((platform) => createPlatform(platform))

const { app, receiver } = createApp(
  { platforms, inbox: storage.inbox, concurrency: 2 },
  async (event, text) => {
    // As long as a database might take, so that Ctrl-C finds some events stored and not yet handled.
    await sleep(isOnce ? 0 : 400)
    waitingFor.delete(event.id)
    const { infoType, outcome = '' } = event as AuthorizationEvent & { readonly outcome?: string }
    print(infoType, outcome, text, answers.get(event.id) ?? 'stored by an earlier run')
  },
  logger,
)

function print(infoType: string, outcome: string, text: string, answer: string): void {
  const time = new Date().toISOString().slice(11, 23)
  console.log(`${time}  ${infoType.padEnd(32)}  ${outcome.padEnd(9)}  ${text}  [${answer}]`)
}

/** Sends one push and says whether it was answered as it should be. */
async function feed(url: string, { id, from, query, body, expect }: DemoPush): Promise<boolean> {
  const isKnown = id !== '' && (await storage.inbox.get(id)) !== undefined
  if (expect === 'handled' && !isKnown) waitingFor.add(id)
  answers.set(id, `${from}: 200 success`)
  const startedAt = performance.now()
  const response = await fetch(url + query, { method: 'POST', headers: { 'content-type': 'text/xml' }, body })
  const text = `${response.status} ${await response.text()}`
  const answer = `${from}: ${text}, ${(performance.now() - startedAt).toFixed(0)} ms`
  answers.set(id, answer)
  if (isKnown) print('(known)', '', 'answered again, not handled again: an earlier run had it', answer)
  if (expect === 'handled') return text === '200 success'
  const diagnosis = diagnosePush({ query: parseQuery(query), body }, keys)
  print('(refused)', diagnosis?.cause ?? '', diagnosis?.hint ?? '', answer)
  return text === '401 Unauthorized'
}

let isStopping = false
let stopRegistration = async () => {}
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  await stopRegistration()
  await new Promise((resolve) => server.close(resolve))
  await receiver.close()
  const { pending } = await storage.inbox.counts()
  await storage.close()
  if (isOnce) rmSync(folder, { recursive: true })
  else if (pending > 0) console.log(`\n${pending} events are stored and not handled yet: npm start delivers them.`)
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)

const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/authorization`
console.log(`An Express app with wehook at ${url}. WeChat's part is played by this program.\n`)

const { pending: leftOver } = await storage.inbox.counts()
if (leftOver > 0) console.log(`${leftOver} events that an earlier run stored and did not get to are delivered first:`)
await receiver.start()

const pushes = demoPushes()
let asExpected = 0
for (const push of pushes) {
  if (!isStopping && (await feed(url, push))) asExpected += 1
}
for (let waitedMs = 0; !isStopping && waitingFor.size > 0 && waitedMs < 20_000; waitedMs += 50) await sleep(50)

if (!isStopping) {
  const registration = await showRegistration(isOnce)
  stopRegistration = registration.stop
  const isRight = asExpected === pushes.length && waitingFor.size === 0 && registration.outcome === 'succeeded'
  console.log(
    `\n${asExpected} of ${pushes.length} pushes were answered as they should be, ${waitingFor.size} wait for their handler.`,
  )
  if (isOnce) {
    process.exitCode = isRight ? 0 : 1
    await stop()
  } else {
    console.log(`
What to try next:
  · change a handler in examples/express/src/app.ts and start again
  · press Ctrl-C while lines are coming, then npm start: what was answered success is delivered then
  · your own platform: WX_APPID=… WX_TOKEN=… WX_AES_KEY=… npm start --prefix examples/express
  · README.md: other frameworks, calling the APIs, testing without WeChat
Waiting for pushes at ${url} (Ctrl-C ends it).`)
  }
}
