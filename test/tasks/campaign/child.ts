import { appendFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ClientOptions, createClient } from '@wehook/client'
import { createReceiver, isWehookError, type PlatformOptions } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { followClock } from '@wehook/simulator'
import { createTasks, type TaskWord } from '@wehook/tasks'
import { openStorage, type StoragePlace } from '../../crash/storage.js'
import { type Order, open } from './orders.js'

/** A host's process, to be killed: serves pushes at / and orders of the campaign at /orders. Says its port to its parent. */
export interface ChildConfig {
  readonly storage: StoragePlace
  readonly receiver: PlatformOptions
  readonly client: ClientOptions & { readonly baseUrl: string }
  /** What handlers were told is appended here, one line each. */
  readonly told: string
}

/** One line of the file. */
export interface ToldLine {
  readonly task: string
  readonly change: string
  readonly word: TaskWord
  readonly outcome: string
}

const words: readonly TaskWord[] = [
  'succeeded',
  'pending',
  'failed',
  'returned',
  'undetermined',
  'changed',
  'expiring',
  'adopted',
]

/** As many attempts as the default table has, but soon. */
const retryDelaysMs = Array.from({ length: 7 }, () => 500)

async function begin({ storage: place, receiver: platform, client: api, told }: ChildConfig): Promise<void> {
  const clock = await followClock(api.baseUrl, { everyMs: 20 })
  const storage = openStorage(place)
  const { now } = clock
  const receiver = createReceiver({ ...platform, inbox: storage.inbox, now, logger: false, retryDelaysMs })
  const client = createClient({
    ...api,
    tokens: storage.tokens,
    now,
    logger: false,
    timeoutMs: 2_000,
    repeatDelayMs: 5,
  })
  client.follow(receiver)
  const tasks = createTasks({ receiver, client, store: storage.tasks, now, logger: false, firstTickMs: 50, tickMs: 50 })
  for (const word of words) {
    tasks.on(word, (task, { id }) => {
      const line: ToldLine = { task: task.id, change: id, word, outcome: task.outcome }
      appendFileSync(told, `${JSON.stringify(line)}\n`)
    })
  }
  await receiver.start()
  await tasks.start()

  const takePush = toNodeHandler(receiver)
  const server = http.createServer((request, response) => {
    if (request.url !== '/orders') return takePush(request, response)
    takeOrder(request).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(409).end(isWehookError(error) ? error.code : String(error)),
    )
  })
  async function takeOrder(request: http.IncomingMessage): Promise<unknown> {
    let text = ''
    for await (const chunk of request) text += chunk
    // The campaign's clock jumps: what is written carries its present time.
    await clock.refresh()
    return open(tasks, JSON.parse(text) as Order)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.send?.((server.address() as AddressInfo).port)
}

process.on('disconnect', () => process.exit())
begin(JSON.parse(process.argv[2] ?? '') as ChildConfig)
