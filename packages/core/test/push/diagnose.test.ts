import { describe, expect, it, vi } from 'vitest'
import { createReceiver, type PushRequest, type ReceiverOptions, signPush } from '../../src/index.js'
import { nowMs, options, seal, ticket, toRequest } from '../sealed.js'

async function logged(request: PushRequest, change: object = {}) {
  const lines: { fields: Record<string, unknown>; message: string }[] = []
  const add = (fields: object, message: string) => lines.push({ fields: { ...fields }, message })
  const logger = { info: add, warn: add, error: add }
  const receiver = createReceiver({ ...options, logger, now: () => nowMs, ...change } as ReceiverOptions)
  lines.splice(0)
  const answer = await receiver.handle(request)
  const whileAnswering = lines.length
  await new Promise((resolve) => setTimeout(resolve, 5))
  return { answer, whileAnswering, lines, text: JSON.stringify(lines) }
}

describe('a refusal is diagnosed', () => {
  const push = seal(ticket())
  const { timestamp, nonce } = push.query
  const signature = signPush(options.token, timestamp, nonce)

  it.each<[string, PushRequest, object, string]>([
    [
      'signature in the place of msg_signature',
      { ...toRequest(push), query: { ...push.query, msg_signature: signature } },
      {},
      'does not cover the body',
    ],
    ['a wrong token', toRequest(push), { token: 'another' }, '消息校验 Token'],
    [
      'a changed body',
      {
        ...toRequest(push),
        query: { ...push.query, signature },
        body: push.body.replace('<Encrypt><![CDATA[', '<Encrypt><![CDATA[x'),
      },
      {},
      'Encrypt is not what was signed',
    ],
    ['a wrong key', toRequest(push), { encodingAesKey: 'A'.repeat(43) }, '消息加解密 Key'],
    [
      'an appid that is not the component’s',
      toRequest(push),
      { componentAppId: 'wx0000000000000a01' },
      '第三方平台 appid',
    ],
    ['a push for an authorizer', toRequest(seal(ticket(), options, 'wx0000000000000a01')), {}, '授权方'],
    ['a clock that is off', toRequest(push), { maxAgeMs: 1000, now: () => nowMs + 90_000 }, '90 s'],
  ])('%s', async (_, request, change, told) => {
    const { answer, lines, text } = await logged(request, change)
    expect(answer.status).toBe(401)
    expect(lines).toHaveLength(1)
    expect(text).toContain(told)
    const [chinese] = (await logged(request, { ...change, language: 'zh' })).lines
    expect(chinese?.message).toMatch(/^推送被拒收：.*\p{Script=Han}|^推送被拒收：msg_signature 不匹配$/u)
    expect(chinese?.fields['hint']).toMatch(/\p{Script=Han}.*[，。；：]/u)
  })

  it('after the answer, not before', async () => {
    const { whileAnswering, lines } = await logged(toRequest(push), { token: 'another' })
    expect(whileAnswering).toBe(0)
    expect(lines).toHaveLength(1)
  })

  it('with unverified values cut to 64 characters and without control characters', async () => {
    const evil = `wx\u001b[31m\n${'x'.repeat(200)}`
    const body = push.body.replace(options.componentAppId, evil)
    const { lines } = await logged({ ...toRequest(push), body })
    const hint = String(lines[0]?.fields['hint'])
    expect(hint).not.toMatch(/\p{Cc}/u)
    expect(hint).not.toContain('x'.repeat(65))
  })
})

it('logs a code at most once in 10 s and counts the rest', async () => {
  const warn = vi.fn()
  let now = nowMs
  const receiver = createReceiver({
    ...options,
    token: 'another',
    logger: { info() {}, warn, error() {} },
    now: () => now,
  })
  warn.mockClear()
  for (let i = 0; i < 5; i++) await receiver.handle(toRequest(seal(ticket())))
  now += 10_000
  await receiver.handle(toRequest(seal(ticket())))
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(warn).toHaveBeenCalledTimes(2)
  expect(warn.mock.calls[1]?.[0]).toMatchObject({ code: 'ERR_SIGNATURE_MISMATCH', suppressed: 4 })
})

it('logs on when the clock is set back', async () => {
  const warn = vi.fn()
  let now = nowMs
  const receiver = createReceiver({
    ...options,
    token: 'another',
    logger: { info() {}, warn, error() {} },
    now: () => now,
  })
  warn.mockClear()
  await receiver.handle(toRequest(seal(ticket())))
  now -= 8 * 3_600_000
  await receiver.handle(toRequest(seal(ticket())))
  await expect.poll(() => warn.mock.calls.length).toBe(2)
})

it('never logs or signals a token, a key, a ticket or what a handler threw', async () => {
  const said: unknown[] = []
  const add = (...args: unknown[]) => said.push(args)
  const receiver = createReceiver({ ...options, logger: { info: add, warn: add, error: add }, now: () => nowMs })
  receiver.signals.on('*', (name, signal) => said.push([name, signal]))
  receiver.on('component_verify_ticket', ({ payload }) => {
    throw new Error(`cannot keep ${payload.ComponentVerifyTicket}`)
  })
  await receiver.handle(toRequest(seal(ticket('ticket@@@very-secret'))))
  await receiver.handle({ ...toRequest(seal(ticket())), query: {} })
  await receiver.handle(toRequest(seal(ticket('ticket@@@very-secret'), { ...options, token: 'another' })))
  await new Promise((resolve) => setTimeout(resolve, 5))
  const text = JSON.stringify(said)
  expect(said.length).toBeGreaterThan(5)
  for (const secret of ['very-secret', options.token, options.encodingAesKey]) expect(text).not.toContain(secret)
})
