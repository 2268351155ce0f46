import { createReceiver } from '@wehook/core'
import { sealPush } from '@wehook/testing'
import { options } from './push.js'
import { print } from './report.js'

// Run with --expose-gc. A million distinct pushes through one receiver: what it remembers of them is bounded.
const total = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 1_000_000)
const gc = globalThis.gc
if (!gc) throw new Error('start node with --expose-gc')

const receiver = createReceiver({ ...options, logger: false })
let handled = 0
receiver.on('unauthorized', () => {
  handled += 1
})

function heapMb(): number {
  gc?.()
  gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

async function push(count: number, from: number): Promise<void> {
  for (let i = from; i < from + count; i++) {
    const { query, body } = sealPush(options, {
      infoType: 'unauthorized',
      AuthorizerAppid: `wx${String(i).padStart(16, '0')}`,
    })
    const { status } = await receiver.handle({ method: 'POST', query: { ...query }, body })
    if (status !== 200) throw new Error(`push ${i} was answered ${status}`)
  }
}

// The ids that are remembered fill up first, so that they are not taken for a leak.
const warmUp = 20_000
await push(warmUp, 0)
const before = heapMb()
await push(total, warmUp)
const after = heapMb()
if (handled !== total + warmUp) throw new Error(`${handled} handled`)

print({
  title: `memory: ${total.toLocaleString('en')} distinct pushes through one receiver`,
  rows: [
    { name: 'heap after 20,000 pushes', MB: before },
    { name: `heap after ${total.toLocaleString('en')} more`, MB: after },
  ],
  targets: [{ text: 'growth in MB', value: after - before, target: 1, kind: 'most' }],
})
