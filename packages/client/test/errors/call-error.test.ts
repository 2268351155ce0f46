import { ApiCallError, ApiInputError, type Client, isApiError, WechatApiError } from '@wehook/client'
import { createMemoryTokenStore, WehookError } from '@wehook/core'
import { describe, expect, it } from 'vitest'
import { appid, authorize, createFakeWechat, createTestClient } from '../fake-wechat.js'
import { enterprise } from '../valid-inputs.js'

const path = '/wxa/component/fastregisterenterpriseweapp'
const tokenPath = '/cgi-bin/component/api_component_token'
const name = 'registration.enterprise.create'

const create = (client: Client, options = {}) => client.registration.enterprise.create(enterprise, options)
const thrown = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )
const hangs = () => new Promise<object>(() => {})
const fault = (code: string) => () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) })
}

describe('an error of a call says which API failed and whether WeChat may have received the call', () => {
  it.each([
    ['WeChat refused it', { [path]: { errcode: 89255 } }, name, true],
    ['the connection broke', { [path]: fault('ECONNRESET') }, name, true],
    ['the answer cannot be read', { [path]: () => new Response('<html>') }, name, true],
    ['the answer lacks a field', { [path]: {} }, name, true],
    ['nobody listens', { [path]: fault('ECONNREFUSED') }, name, false],
    ['the host is unknown', { [path]: fault('ENOTFOUND') }, name, false],
    ['WeChat refused the token call', { [tokenPath]: { errcode: 61004 } }, 'component.accessToken', false],
    ['the token call broke', { [tokenPath]: fault('ECONNRESET') }, 'component.accessToken', false],
  ] as const)('%s', async (_, answers, api, sent) => {
    const { client } = await createTestClient(createFakeWechat(answers))
    const error = await thrown(create(client))
    expect(isApiError(error)).toBe(true)
    expect(error).toMatchObject({ api, sent })
    expect(error instanceof ApiCallError || error instanceof WechatApiError).toBe(true)
  })

  it('no answer came in time', async () => {
    const { client } = await createTestClient(createFakeWechat({ [path]: hangs }))
    await client.component.accessToken()
    expect(await thrown(create(client, { timeoutMs: 20 }))).toMatchObject({ api: name, sent: true })
  })

  it('there was no token in time', async () => {
    const { client } = await createTestClient(createFakeWechat({ [tokenPath]: hangs }))
    expect(await thrown(create(client, { timeoutMs: 20 }))).toMatchObject({ api: name, sent: false })
  })

  it('the input was refused', async () => {
    const { client } = await createTestClient(createFakeWechat())
    const error = await thrown(client.registration.enterprise.create({} as never))
    expect(error).toBeInstanceOf(ApiInputError)
    expect(error).toMatchObject({ api: name, sent: false })
  })

  it('there is no ticket', async () => {
    const { client } = await createTestClient(createFakeWechat(), { ticket: false })
    const error = await thrown(create(client))
    expect(error).toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE', api: 'component.accessToken', sent: false })
    expect(isApiError(error)).toBe(true)
  })

  it('the account has not authorized the platform', async () => {
    const { client } = await createTestClient(createFakeWechat())
    const error = await thrown(client.authorizer(appid).certification.query({ taskid: 't' }))
    expect(error).toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE', api: 'component.authorizerToken', sent: false })
  })

  it('the refresh of a token failed', async () => {
    const wechat = createFakeWechat({ '/cgi-bin/component/api_authorizer_token': { errcode: 61003 } })
    const { client, tokens } = await createTestClient(wechat)
    await authorize(tokens, appid, { refreshToken: 'r' })
    const error = await thrown(client.authorizer(appid).certification.query({ taskid: 't' }))
    expect(error).toMatchObject({ errcode: 61003, api: 'component.authorizerToken', sent: false })
  })

  it('the token store failed', async () => {
    const down = new WehookError('ERR_TOKEN_UNAVAILABLE', 'tokens: the storage is down', { hint: 'start it' })
    const { client } = await createTestClient(createFakeWechat(), {
      ticket: false,
      tokens: { ...createMemoryTokenStore(), get: () => Promise.reject(down) },
    })
    const error = await thrown(create(client))
    expect(error).toMatchObject({ message: down.message, hint: 'start it', cause: down, sent: false })
    expect(isApiError(down)).toBe(false)
    expect(isApiError(error)).toBe(true)
  })
})

describe('onSend', () => {
  const record = (log: string[]) => ({ onSend: () => void log.push('sent') })

  it('is called before the request leaves', async () => {
    const log: string[] = []
    const wechat = createFakeWechat({
      [path]: () => {
        log.push('answered')
        return { taskid: 't', authorize_url: 'x' }
      },
    })
    const { client } = await createTestClient(wechat)
    await create(client, record(log))
    expect(log).toEqual(['sent', 'answered'])
  })

  it.each([
    [
      'the input is refused',
      {},
      (c: Client, options: object) => c.registration.enterprise.create({} as never, options),
    ],
    ['there is no token', { [tokenPath]: { errcode: 61004 } }, create],
    ['it was aborted', {}, (c: Client, o: object) => create(c, { ...o, signal: AbortSignal.abort(new Error('gone')) })],
  ])('is not called when %s', async (_, answers, call) => {
    const log: string[] = []
    const { client } = await createTestClient(createFakeWechat(answers))
    await expect(call(client, record(log))).rejects.toBeDefined()
    expect(log).toEqual([])
  })
})
