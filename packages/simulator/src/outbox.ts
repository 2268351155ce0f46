import type { PlatformOptions } from '@wehook/core'
import type { FakeClock } from './clock.js'
import { type Answered, postPush } from './post.js'
import { writePushDocument } from './push/document.js'
import type { PushFields } from './push/fields.js'
import type { PushInfoType } from './push/layouts.js'
import { type SealedPush, sealPush } from './push/seal-push.js'
import { arrange, type SendOptions } from './step-options.js'

/** One attempt to send a push. */
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
  /** Was one attempt answered `success` with 200, and did the answer reach WeChat? */
  readonly isAccepted: boolean
}

interface MutableRecord extends PushRecord {
  attempts: PushAttempt[]
  isAccepted: boolean
}

export interface Outbox {
  readonly records: readonly PushRecord[]
  /** Sends a batch. Resolves with its records once each push was answered or given up; for a delayed batch, at once. */
  post(batch: readonly PushFields[], sending?: SendOptions): Promise<readonly PushRecord[]>
  /** Registers running work, for `idle`. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when no work is running. */
  idle(): Promise<void>
}

export interface OutboxOptions {
  readonly platform: PlatformOptions
  readonly clock: FakeClock
  readonly url: () => string | undefined
  readonly answerTimeoutMs: number
  readonly defaults: SendOptions
  /** What a batch waits for after it was answered. */
  readonly until: () => Promise<unknown>
  readonly onPush: (record: PushRecord, attempt?: PushAttempt) => void
}

/** WeChat was seen to send a ticket three times. How often it repeats other events is not known. */
const ticketRetries = 2

export function createOutbox(options: OutboxOptions): Outbox {
  const { platform, clock } = options
  const records: MutableRecord[] = []
  const documents = new Set<string>()
  const underWay = new Set<Promise<unknown>>()

  function record(fields: PushFields): MutableRecord {
    const createdAt = clock.now()
    return { infoType: fields.infoType, fields, xml: newDocument(fields), createdAt, attempts: [], isAccepted: false }
  }

  /** A host treats an equal document as a repeat. So an event that happens again while the clock does not move gets the next second. */
  function newDocument(fields: PushFields): string {
    for (let seconds = Math.floor(clock.now() / 1000); ; seconds++) {
      const xml = writePushDocument(platform.componentAppId, fields, seconds)
      if (documents.has(xml) && fields.CreateTime === undefined) continue
      documents.add(xml)
      return xml
    }
  }

  async function send(entry: MutableRecord, sending: SendOptions): Promise<void> {
    const url = options.url()
    if (url === undefined || sending.lost) return options.onPush(entry)
    const retries = sending.retries ?? (entry.infoType === 'component_verify_ticket' ? ticketRetries : 0)
    for (let attempt = 0; attempt <= retries && !entry.isAccepted; attempt++) {
      const at = clock.now()
      const push = sealPush(platform, entry.xml, {
        timestamp: Math.floor(at / 1000),
        ...(sending.previousKey && { previousKey: true }),
        ...(sending.previousToken && { previousToken: true }),
      })
      const answered = await postPush(push, url, options.answerTimeoutMs)
      const isLost = attempt < (sending.loseAnswers ?? 0) && answered.outcome !== 'unreachable'
      const made: PushAttempt = { at, push, ...answered, ...(isLost && { outcome: 'lost' as const }) }
      entry.attempts.push(made)
      entry.isAccepted = answered.outcome === 'accepted' && !isLost
      options.onPush(entry, made)
    }
  }

  async function sendAll(batch: readonly MutableRecord[], sending: SendOptions): Promise<void> {
    if (sending.together) await Promise.all(batch.map((entry) => send(entry, sending)))
    else for (const entry of batch) await send(entry, sending)
    await options.until()
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }

  return {
    records,
    track,
    async post(batch, asked = {}) {
      const sending = { ...options.defaults, ...asked }
      const entries: MutableRecord[] = []
      for (const fields of arrange(batch, sending.order)) {
        const first = record(fields)
        const repeats = Array.from({ length: (sending.times ?? 1) - 1 }, () => ({ ...first, attempts: [] }))
        entries.push(first, ...repeats)
        records.push(first, ...repeats)
      }
      if (sending.delay) clock.after(sending.delay, () => track(sendAll(entries, sending)))
      else await track(sendAll(entries, sending))
      return entries
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}
