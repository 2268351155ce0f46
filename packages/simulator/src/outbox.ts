import type { PlatformOptions } from '@wehook/core'
import type { FakeClock } from './clock.js'
import { arrange, type PushManner } from './manner.js'
import { type Answered, postPush } from './post.js'
import { writePushDocument } from './push/document.js'
import type { PushFields } from './push/fields.js'
import type { PushInfoType } from './push/layouts.js'
import { type SealedPush, sealPush } from './push/seal-push.js'

/** One time that a push was sent. */
export interface PushAttempt extends Answered {
  /** Simulated Unix ms. */
  readonly at: number
  readonly push: SealedPush
}

/** A push that the platform made, for assertions. A push sent twice is two records. */
export interface PushRecord {
  readonly infoType: PushInfoType
  readonly fields: PushFields
  readonly xml: string
  /** Simulated Unix ms at which it happened. */
  readonly createdAt: number
  readonly attempts: readonly PushAttempt[]
  /** Has one attempt been answered `success` with 200, and did WeChat hear it? */
  readonly isAccepted: boolean
}

interface MutableRecord extends PushRecord {
  attempts: PushAttempt[]
  isAccepted: boolean
}

export interface Outbox {
  readonly records: readonly PushRecord[]
  /** Sends a batch; resolves with its records once each was answered or given up, at once when it is delayed. */
  post(batch: readonly PushFields[], manner?: PushManner): Promise<readonly PushRecord[]>
  /** Counts work as under way. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

export interface OutboxOptions {
  readonly platform: PlatformOptions
  readonly clock: FakeClock
  readonly url: () => string | undefined
  readonly answerTimeoutMs: number
  readonly defaults: PushManner
  readonly onPush: (record: PushRecord, attempt?: PushAttempt) => void
}

/** PROTOCOL §1.4: three attempts were counted for a ticket; of other events nobody knows. */
const ticketRetries = 2

export function createOutbox(options: OutboxOptions): Outbox {
  const { platform, clock } = options
  const records: MutableRecord[] = []
  const underWay = new Set<Promise<unknown>>()

  function record(fields: PushFields): MutableRecord {
    const createdAt = clock.now()
    const xml = writePushDocument(platform.componentAppId, fields, Math.floor(createdAt / 1000))
    return { infoType: fields.infoType, fields, xml, createdAt, attempts: [], isAccepted: false }
  }

  async function send(entry: MutableRecord, manner: PushManner): Promise<void> {
    const url = options.url()
    if (url === undefined || manner.lost) return options.onPush(entry)
    const retries = manner.retries ?? (entry.infoType === 'component_verify_ticket' ? ticketRetries : 0)
    for (let attempt = 0; attempt <= retries && !entry.isAccepted; attempt++) {
      const at = clock.now()
      const push = sealPush(platform, entry.xml, {
        timestamp: Math.floor(at / 1000),
        ...(manner.previousKey && { previousKey: true }),
        ...(manner.previousToken && { previousToken: true }),
      })
      const answered = await postPush(push, url, options.answerTimeoutMs)
      const isLost = attempt < (manner.loseAnswers ?? 0) && answered.outcome !== 'unreachable'
      const made: PushAttempt = { at, push, ...answered, ...(isLost && { outcome: 'lost' as const }) }
      entry.attempts.push(made)
      entry.isAccepted = answered.outcome === 'accepted' && !isLost
      options.onPush(entry, made)
    }
  }

  async function sendAll(batch: readonly MutableRecord[], manner: PushManner): Promise<void> {
    if (manner.together) {
      await Promise.all(batch.map((entry) => send(entry, manner)))
      return
    }
    for (const entry of batch) await send(entry, manner)
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }

  return {
    records,
    track,
    async post(batch, asked = {}) {
      const manner = { ...options.defaults, ...asked }
      const repeated = arrange(batch, manner.order).flatMap((fields) =>
        Array<PushFields>(manner.times ?? 1).fill(fields),
      )
      const entries = repeated.map(record)
      records.push(...entries)
      if (manner.delay) clock.after(manner.delay, () => track(sendAll(entries, manner)))
      else await track(sendAll(entries, manner))
      return entries
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}
