import {
  type ConsumeOptions,
  type Consumer,
  type Deliver,
  defaultUnhandledAfterMs,
  type Reviver,
  type Sealer,
  toLastError,
} from '@wehook/core/storage'
import { DelayedError, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import { attemptsOf, beginAttempt, killedReason, notePass, noteRetry, noteTaken } from './attempts.js'
import { bounded, type Client, disconnecterOf, openClient } from './connection.js'
import { type EntryJob, openedXml, openXml, stateOf, toEntry, unhandledReason } from './job.js'
import type { RedisSettings } from './options.js'
import { queueNames, unhandledKey } from './queue.js'
import { startSweeping } from './retention.js'

/** After the deliveries under way were given up: what Redis may take to note it before the connections are cut. */
const farewellMs = 1_500

/**
 * Enters an entry into the index of the unhandled while it is still this process's: one that slept past its lease would hide what its
 * successor made of the entry. KEYS: index, lock. ARGV: the lock's token, now, id.
 */
const indexUnhandled = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
return redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])`

export interface ConsumerParts {
  readonly settings: RedisSettings
  readonly sealer: Sealer
  readonly deliver: Deliver
  readonly options: ConsumeOptions
  readonly reviver: Reviver
}

/** A BullMQ worker that delivers entries by the rules of DESIGN §9. */
export function createConsumer({ settings, sealer, deliver, options, reviver }: ConsumerParts): Consumer {
  const { channel = 'authorization', handles = () => true, unhandledAfterMs = defaultUnhandledAfterMs } = options
  const queueName = queueNames[channel]
  const client = openClient(settings, 'worker')
  const disconnect = disconnecterOf(client)
  const attempts = createAttempts()
  const unhandled = unhandledKey(settings, queueName)
  const { retryDelaysMs } = options

  const lockKey = ({ id }: { readonly id?: string }) => `${settings.prefix}:${queueName}:${id}:lock`
  const isHeld = async (job: EntryJob) => (await client.get(lockKey(job))) === job.token
  const report = createReporter(options.onError, client)

  /** A text that no key opens fails the attempt, and is told at once: all entries that were sealed with that key fail alike. */
  const open = (job: EntryJob): string | undefined => {
    try {
      return openXml(sealer, job)
    } catch (error) {
      report(error as Error)
      throw error
    }
  }

  const process = async (job: EntryJob, token?: string): Promise<'handled'> => {
    const begin = await beginAttempt(job, retryDelaysMs, settings.leaseMs)
    if (begin === 'bury') throw new UnrecoverableError(killedReason)
    if (begin !== 'deliver') {
      await job.moveToDelayed(Date.now() + begin, token)
      throw new DelayedError()
    }
    if (!handles(job.name)) return passOn(job, token)
    await noteTaken(job)
    const outcome = await attempts.run(() => deliver(toEntry(job, open(job)), attemptsOf(job)))
    if (outcome === 'given up') {
      await job.moveToWait(token)
      throw new WaitingError()
    }
    if (outcome === 'handled') return outcome
    reviver.refuse(job.name)
    return passOn(job, token)
  }

  const passOn = async (job: EntryJob, token = ''): Promise<never> => {
    if (!(await isHeld(job))) throw new UnrecoverableError(unhandledReason)
    const delayMs = await notePass(job, unhandledAfterMs)
    if (delayMs !== undefined) {
      await job.moveToDelayed(Date.now() + delayMs, token)
      throw new DelayedError()
    }
    await client.eval(indexUnhandled, 2, unhandled, lockKey(job), token, Date.now(), job.id ?? '')
    throw new UnrecoverableError(unhandledReason)
  }

  const worker = new Worker(queueName, process, {
    connection: client,
    prefix: settings.prefix,
    concurrency: options.concurrency,
    lockDuration: settings.leaseMs,
    lockRenewTime: settings.leaseMs / 2,
    stalledInterval: settings.leaseMs / 2,
    // An attempt counts when it starts, so `beginAttempt` bounds kills and failures together.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: 500,
    removeOnComplete: { age: Math.ceil(settings.keepIdMs / 1_000), limit: 1_000 },
    settings: {
      // What a process notes that slept past its lease would overwrite its successor's notes.
      backoffStrategy: async (_made, _type, error, job) => {
        const ours = job as EntryJob
        return (await isHeld(ours)) ? noteRetry(ours, retryDelaysMs, error) : -1
      },
    },
  })
  worker.on('error', report)
  worker.on('failed', (job) => {
    const state = job && stateOf(job)
    if (!job || (state !== 'dead' && state !== 'unhandled')) return
    const entry = toEntry(job, openedXml(sealer, job))
    if (state === 'dead') client.zrem(unhandled, job.id ?? '').catch(() => {})
    try {
      if (state === 'dead') options.onDead?.(entry, attemptsOf(job), job.failedReason ?? '')
      else options.onUnhandled?.(entry, job.name)
    } catch {
      // A listener's fault is not the entry's: it is dead either way, and the others go on.
    }
  })
  const stopSweeping = startSweeping(client, settings, queueName)

  let closing: Promise<void> | undefined
  const close = async (timeoutMs: number) => {
    stopSweeping()
    const closed = worker.close()
    await bounded(closed, timeoutMs).catch(() => attempts.giveUp())
    await bounded(closed, farewellMs).catch(() => {})
    disconnect()
  }
  return {
    close({ timeoutMs }) {
      closing ??= close(timeoutMs)
      return closing
    },
  }
}

/** An outage gives the same error at each attempt to reconnect: each is reported once until the connection stands again. */
function createReporter(onError: ConsumeOptions['onError'], client: Client): (error: Error) => void {
  const told = new Set<string>()
  client.on('ready', () => told.clear())
  return (error) => {
    if (told.has(error.message)) return
    told.add(error.message)
    try {
      onError?.(error)
    } catch {
      // Nobody is left to tell.
    }
  }
}

/** The deliveries under way; all of them can be given up at once, whatever they do. */
interface Attempts {
  run<T>(delivery: () => Promise<T>): Promise<T | 'given up'>
  giveUp(): void
}

function createAttempts(): Attempts {
  const running = new Set<() => void>()
  let over = false
  return {
    run: (delivery) =>
      new Promise((resolve, reject) => {
        const giveUp = () => resolve('given up')
        if (over) return giveUp()
        running.add(giveUp)
        Promise.resolve()
          .then(delivery)
          .then(resolve, (error: unknown) => reject(toFailure(error)))
          .finally(() => running.delete(giveUp))
      }),
    giveUp() {
      over = true
      for (const giveUp of running) giveUp()
    },
  }
}

/** What a delivery failed with: the text to store, and what the error says of the next attempt. */
function toFailure(error: unknown): Error {
  const { isFinal, retryAfterMs } = (error ?? {}) as { readonly isFinal?: unknown; readonly retryAfterMs?: unknown }
  return Object.assign(new Error(toLastError(error)), { isFinal, retryAfterMs })
}
