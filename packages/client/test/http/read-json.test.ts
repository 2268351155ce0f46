import { describe, expect, it } from 'vitest'
import { readJson } from '../../src/http/read-json.js'
import { appid, authorize, createFakeWechat, createTestClient } from '../fake-wechat.js'

describe('readJson', () => {
  it.each([
    ['a control character in a name', '{"nick_name":"样\u0014例"}', { nick_name: '样\u0014例' }],
    ['a raw line break and tab', '{"reason":"1:a\n\t2:b"}', { reason: '1:a\n\t2:b' }],
    ['a NUL', '{"a":"\u0000"}', { a: '\u0000' }],
    ['a control character in a key', '{"a\u0001":1}', { 'a\u0001': 1 }],
    ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
    ['escapes', String.raw`{"a":"\"\\\u4e2d\n{1}"}`, { a: '"\\中\n{1}' }],
    ['a number too long', '{"id":9007199254740993}', { id: '9007199254740993' }],
    ['a long negative number in a list', '[-12345678901234567890,1]', ['-12345678901234567890', 1]],
    ['a long fraction', '{"a":0.12345678901234567890123}', { a: '0.12345678901234567890123' }],
    ['a number out of range', '[1e400,1e-400]', ['1e400', '1e-400']],
    [
      'numbers that fit',
      '[0,-0,1,1.50,1e3,0.1,1.5E-7,9007199254740991]',
      [0, -0, 1, 1.5, 1000, 0.1, 1.5e-7, 9007199254740991],
    ],
    ['digits in a string', '{"a":"id 12345678901234567890"}', { a: 'id 12345678901234567890' }],
  ])('reads %s', (_, text, value) => {
    expect(readJson(text)).toEqual(value)
  })

  it('reads a number of a million zeros in time', () => {
    const long = `1${'0'.repeat(1_000_000)}1`
    expect(readJson(`[${long}]`)).toEqual([long])
  })

  it.each(['', '<html>', '{"a":1', '{"a":"x', '{"a":1..2}', '[01]', '{} {}'])('refuses %j', (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError)
  })

  it('takes time in proportion to the length', () => {
    // A quadratic reading of 4 MB takes minutes.
    for (const text of [
      '"\\"'.repeat(1_000_000),
      '"'.repeat(4_000_000),
      '-1'.repeat(2_000_000),
      `"${'\\'.repeat(4_000_000)}`,
    ]) {
      expect(() => readJson(text)).toThrow(SyntaxError)
    }
  })
})

describe('an answer of WeChat', () => {
  const answer = (text: string) => () => new Response(text, { headers: { 'content-type': 'text/plain' } })
  const ask = async (path: string, text: string) => {
    const { client, tokens } = await createTestClient(createFakeWechat({ [path]: answer(text) }))
    await authorize(tokens, appid, { refreshToken: 'r' })
    return client
  }

  it('with a control character in a name is read', async () => {
    const text = `{"authorizer_info":{"nick_name":"样\u0014例"},"authorization_info":{"authorizer_appid":"${appid}"}}`
    const client = await ask('/cgi-bin/component/api_get_authorizer_info', text)
    const info = await client.component.authorizerInfo({ authorizer_appid: appid })
    expect(info.authorizer_info.nick_name).toBe('样\u0014例')
  })

  it('loses no digit of a number, in a typed answer and in client.call', async () => {
    const certified = await ask(
      '/wxa/sec/queryauth',
      '{"task_status":12,"apply_status":4,"orderid":12345678901234567890}',
    )
    const state = await certified.authorizer(appid).certification.query({ taskid: 't' })
    expect(state.orderid).toBe('12345678901234567890')
    const called = await ask('/wxa/x', '{"id":12345678901234567890,"count":3}')
    expect(await called.call('/wxa/x', { token: 'none' })).toEqual({ id: '12345678901234567890', count: 3 })
  })

  it('whose code is too long for JavaScript is told, not rounded', async () => {
    const client = await ask('/wxa/sec/queryauth', '{"task_status":12345678901234567890}')
    await expect(client.authorizer(appid).certification.query({ taskid: 't' })).rejects.toMatchObject({
      code: 'ERR_API_TRANSPORT',
      message: expect.stringContaining('task_status'),
    })
  })

  it('that cannot be read says so, and does not blame the network', async () => {
    const client = await ask('/wxa/x', '<html>blocked</html>')
    await expect(client.call('/wxa/x', { token: 'none' })).rejects.toMatchObject({
      message: expect.stringContaining('not a JSON object'),
      hint: expect.stringMatching(/^the connection works/),
      zh: { hint: expect.stringMatching(/^网络正常/) },
    })
  })
})
