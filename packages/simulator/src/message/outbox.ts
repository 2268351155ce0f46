import { createPlatform, openMessage, type PlatformOptions, readDocument, verifySignature } from '@wehook/core'
import type { FakeClock } from '../clock.js'
import { type Answered, postPush } from '../post.js'
import type { MessageFields } from './fields.js'
import { type SealedMessagePush, sealMessagePush } from './seal-message-push.js'

/** A reply that the host answered a message with, instead of `success` or an empty body. */
export interface MessageReply {
  /** The elements of the reply. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly xml: string
}

export interface MessageAttempt extends Answered {
  /** Simulated Unix ms. */
  readonly at: number
  readonly push: SealedMessagePush
  /** The passive reply, decrypted. */
  readonly reply?: MessageReply
  /** Why WeChat would show the user an error instead. */
  readonly fault?: string
}

/** A message or an event that the platform pushed to 消息与事件接收 URL, for assertions. */
export interface MessageRecord {
  /** The account that it is about. */
  readonly appid: string
  readonly fields: MessageFields
  readonly createdAt: number
  readonly attempts: readonly MessageAttempt[]
}

export interface SendMessageOptions {
  /** How often a push without an answer is sent again. Default: users' messages 2, events 0. */
  readonly retries?: number
  /** Encrypt with the previous 消息加解密 Key and sign with the previous 消息校验 Token. */
  readonly previousKey?: boolean
  readonly previousToken?: boolean
}

export interface MessageOutbox {
  readonly records: readonly MessageRecord[]
  post(appid: string, fields: MessageFields, options?: SendMessageOptions): Promise<MessageRecord>
}

export interface MessageOutboxOptions {
  readonly platform: PlatformOptions
  readonly clock: FakeClock
  readonly url: () => string | undefined
  readonly answerTimeoutMs: number
}

/** WeChat sends a user's message three times in all when nobody answers; an event once. */
const messageRetries = 2

export function createMessageOutbox({ platform, clock, url, answerTimeoutMs }: MessageOutboxOptions): MessageOutbox {
  const records: MessageRecord[] = []

  async function attempt(appid: string, fields: MessageFields, base: string, options: SendMessageOptions) {
    const at = clock.now()
    const push = sealMessagePush(platform, fields, {
      timestamp: Math.floor(at / 1000),
      authorizerAppId: appid,
      ...(options.previousKey && { previousKey: true }),
      ...(options.previousToken && { previousToken: true }),
    })
    const answered = await postPush(push, base, answerTimeoutMs)
    return { at, push, ...answered, ...readReply(answered, platform) }
  }

  return {
    records,
    async post(appid, fields, options = {}) {
      const attempts: MessageAttempt[] = []
      const record = { appid, fields, createdAt: clock.now(), attempts }
      records.push(record)
      const base = url()
      if (base === undefined) return record
      const retries = options.retries ?? (fields.MsgType === 'event' ? 0 : messageRetries)
      for (let left = retries; left >= 0; left--) {
        const made = await attempt(appid, fields, base, options)
        attempts.push(made)
        if (made.outcome !== 'timed-out' && made.outcome !== 'unreachable') break
      }
      return record
    },
  }
}

/** `success` and an empty body are no reply. Any other answer must be an encrypted reply. */
function readReply(
  { status, answer = '' }: Answered,
  options: PlatformOptions,
): { readonly reply: MessageReply } | { readonly fault: string } | object {
  if (status === undefined) return {}
  if (status !== 200) return { fault: `the answer has status ${status}, expected 200` }
  if (answer === '' || answer === 'success') return {}
  const envelope = elementsOf(answer)
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = envelope ?? {}
  if ([Encrypt, MsgSignature, TimeStamp, Nonce].some((value) => typeof value !== 'string')) {
    return {
      fault: 'the answer is neither success, nor empty, nor a reply with Encrypt, MsgSignature, TimeStamp and Nonce',
    }
  }
  const { tokens, keys, componentAppId } = createPlatform(options)
  const [encrypt, signature, timestamp, nonce] = [Encrypt, MsgSignature, TimeStamp, Nonce].map(String)
  const isSigned = tokens.some((token) =>
    verifySignature(signature ?? '', token, timestamp ?? '', nonce ?? '', encrypt ?? ''),
  )
  if (!isSigned) return { fault: 'MsgSignature of the reply is wrong' }
  for (const key of keys) {
    try {
      const { message, receiveId } = openMessage(encrypt ?? '', key)
      if (receiveId.toString() !== componentAppId)
        return { fault: 'the reply is encrypted for another appid than the platform’s' }
      const xml = message.toString()
      const fields = elementsOf(xml)
      return fields ? { reply: { fields, xml } } : { fault: 'the reply inside the seal is no XML document' }
    } catch {}
  }
  return { fault: 'no key of the platform opens the reply' }
}

function elementsOf(xml: string): Readonly<Record<string, unknown>> | undefined {
  const result = readDocument(xml)
  return 'root' in result ? result.root : undefined
}
