import type { Inbox } from '@wehook/core'
import {
  type ConsumeOptions,
  type Consumer,
  type Deliver,
  discardedFrom,
  requeuedFrom,
  type Sealer,
  type StoredEntry,
} from '@wehook/core/storage'
import { createBatch } from './batch.js'
import { createConsumer } from './consumer.js'
import { type Fields, toFailedAttempt, toHash, toPutArguments, toStoredEntry } from './entry.js'
import { type Check, createLink, type TimeLimits } from './link.js'
import { changeMatching, countEntries, listEntries, type Run } from './list.js'
import type { RedisSettings } from './options.js'
import { createReporter } from './reporter.js'
import { discardScript, requeueScript } from './scripts/operate.js'
import { putScript } from './scripts/put.js'
import { countsScript, getScript } from './scripts/read.js'
import { runScript } from './scripts/script.js'

/** The most puts that share a round trip. */
const largestBatch = 128
/** An operator can wait longer than a push. */
const forOperators: Partial<TimeLimits> = { withinMs: 30_000 }

/** The inbox: every operation is one script, so that it happens as a whole or not at all. */
export function createRedisInbox(
  settings: RedisSettings,
  sealer: Sealer,
  check: Check,
): Inbox & { close(): Promise<void> } {
  const key = `${settings.prefix}:inbox`
  const link = createLink(settings, 'ERR_INBOX_UNAVAILABLE', check)
  const consumers = new Set<Consumer>()
  const wakers = new Set<() => void>()
  const wake = () => {
    for (const waker of wakers) waker()
  }
  const runWith =
    (limits?: Partial<TimeLimits>): Run =>
    (script, ...args) =>
      link.use((client) => runScript(client, script, [key], args), limits)
  const run = runWith()
  const operate = runWith(forOperators)
  const put = createBatch(largestBatch, async (entries: readonly (readonly string[])[]) => {
    const answers = (await run(putScript, ...entries.flat())) as readonly number[]
    return answers.map((answer) => (answer === 1 ? 'stored' : 'duplicate'))
  })

  /** Resolves even when Redis cannot be reached yet: the app starts to listen, and answers 503 until Redis can be reached. */
  async function consume(deliver: Deliver, options: ConsumeOptions): Promise<Consumer> {
    const report = createReporter(options.onError)
    const started = await link.attempt(async () => {})
    if ('error' in started) {
      if (started.isRefusal) throw started.error
      report(started.error)
    }
    const consumer = createConsumer({
      run,
      sealer,
      leaseMs: settings.leaseMs,
      retention: settings,
      wakers,
      deliver,
      options,
      report,
    })
    consumers.add(consumer)
    return consumer
  }

  return {
    durable: !settings.allowVolatile,
    async put(entry) {
      const answer = await put(toPutArguments(sealer, entry))
      if (answer === 'stored') wake()
      return answer
    },
    consume,
    list: (options) => listEntries(operate, sealer, options),
    get: async (id) => toStoredWithFailures(sealer, (await run(getScript, id)) as readonly [Fields, readonly string[]]),
    count: (filter, upTo = 1_000) => countEntries(run, filter, upTo),
    async requeue(id) {
      const isDone = (await run(requeueScript, id)) === 1
      if (isDone) wake()
      return isDone
    },
    async requeueAll(filter, limit = 1_000) {
      const count = await changeMatching(operate, requeueScript, filter, requeuedFrom, limit)
      if (count > 0) wake()
      return count
    },
    discard: async (id) => (await run(discardScript, id)) === 1,
    discardAll: (filter, limit = 1_000) => changeMatching(operate, discardScript, filter, discardedFrom, limit),
    counts: async () => toCounts((await run(countsScript, 'authorization', 'message')) as readonly number[]),
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.close({ timeoutMs: 0 })))
      link.close()
    },
  }
}

function toStoredWithFailures(
  sealer: Sealer,
  [fields, lines]: readonly [Fields, readonly string[]],
): StoredEntry | undefined {
  if (fields.length === 0) return undefined
  const stored = toStoredEntry(sealer, toHash(fields))
  return lines.length === 0
    ? stored
    : { ...stored, failures: lines.map((line) => toFailedAttempt(sealer, stored.id, line)) }
}

function toCounts(numbers: readonly number[]) {
  const [pending = 0, unhandled = 0, dead = 0, handled = 0, discarded = 0] = numbers
  const [held = 0, passed = 0, heldUntil = 0, oldestDueAt = 0] = numbers.slice(5)
  return {
    pending,
    unhandled,
    dead,
    handled,
    discarded,
    held,
    passed,
    ...(heldUntil > 0 && { heldUntil }),
    ...(oldestDueAt > 0 && { oldestDueAt }),
  }
}
