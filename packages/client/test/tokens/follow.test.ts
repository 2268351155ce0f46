import { createClient } from '@wehook/client'
import { createMemoryTokenStore, createReceiver, WehookError } from '@wehook/core'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  appid,
  authorize,
  componentAppId,
  componentAppSecret,
  createFakeReceiver,
  createFakeWechat,
  createTestClient,
  type FakeWechat,
  kept,
  type SeenCall,
} from '../fake-wechat.js'

const hour = 3600_000
const start = Math.floor(Date.now() / 1000) * 1000 - 48 * hour
const queryAuth = 'api_query_auth'
const list = 'api_get_authorizer_list'

const authorized = (code: string, id = appid) => ({ AuthorizerAppid: id, AuthorizationCode: code })
const registered = (code: string, id = appid) => ({ status: 0, msg: 'OK', appid: id, auth_code: code })

/** Takes each code once, as WeChat does; the second time it is 61010. */
function createCodeDesk() {
  const used = new Set<string>()
  return {
    '/cgi-bin/component/api_query_auth': ({ body }: SeenCall) => {
      const code = (body as { authorization_code: string }).authorization_code
      if (used.has(code)) return { errcode: 61010, errmsg: 'code is expired rid: 1-2-3' }
      used.add(code)
      return {
        authorization_info: {
          authorizer_appid: appid,
          authorizer_access_token: `access-by-${code}`,
          expires_in: 7200,
          authorizer_refresh_token: `refresh-by-${code}`,
          func_info: [{ funcscope_category: { id: 17 } }],
        },
      }
    },
  }
}

async function setUp(answers: Parameters<typeof createFakeWechat>[0] = {}) {
  const wechat: FakeWechat = createFakeWechat({ ...createCodeDesk(), ...answers })
  const made = await createTestClient(wechat, { tokens: createMemoryTokenStore() })
  const receiver = createFakeReceiver()
  const off = made.client.follow(receiver)
  return { ...made, wechat, receiver, off }
}

describe('follow', () => {
  let t: Awaited<ReturnType<typeof setUp>>
  beforeEach(async () => {
    t = await setUp()
  })

  it('keeps the ticket, and never an older one that comes late', async () => {
    await t.receiver.push('component_verify_ticket', { ComponentVerifyTicket: 'ticket@@@new' }, start + hour)
    await t.receiver.push('component_verify_ticket', { ComponentVerifyTicket: 'ticket@@@old' }, start)
    expect(await kept(t.tokens, 'ticket')).toEqual({ ticket: 'ticket@@@new' })
  })

  it('exchanges the code of an authorization and gives out its token without another call', async () => {
    await t.receiver.push('authorized', authorized('a'), start)
    expect(await t.client.authorizer(appid).accessToken()).toBe('access-by-a')
    expect(t.wechat.last(queryAuth)?.body).toEqual({ component_appid: componentAppId, authorization_code: 'a' })
    expect(t.wechat.count('api_authorizer_token')).toBe(0)
  })

  it('exchanges a code once though authorized, the registration push and the redirect carry it, at once or in turn', async () => {
    const redirect = () => t.client.component.queryAuth({ authorization_code: 'a' })
    const [, , answer] = await Promise.all([
      t.receiver.push('authorized', authorized('a'), start),
      t.receiver.push('notify_third_fasteregister', registered('a'), start),
      redirect(),
    ])
    expect(answer.authorization_info.authorizer_appid).toBe(appid)
    await t.receiver.push('authorized', authorized('a'), start)
    expect(await redirect()).toEqual({
      authorization_info: { authorizer_appid: appid, func_info: [{ funcscope_category: { id: 17 } }] },
    })
    expect(t.wechat.count(queryAuth)).toBe(1)
  })

  it('exchanges a code once between two clients on one store', async () => {
    const other = await createTestClient(t.wechat, { tokens: t.tokens })
    const receiver = createFakeReceiver()
    other.client.follow(receiver)
    await Promise.all([
      t.receiver.push('authorized', authorized('a'), start),
      receiver.push('notify_third_fasteregister', registered('a'), start),
    ])
    expect(t.wechat.count(queryAuth)).toBe(1)
    expect(await other.client.authorizer(appid).accessToken()).toBe('access-by-a')
  })

  it('makes client.authorizer wait for the exchange under way, whichever handler runs first', async () => {
    let seen: string | undefined
    const receiver = createFakeReceiver()
    receiver.on('authorized', async () => {
      seen = await t.client.authorizer(appid).accessToken()
    })
    t.client.follow(receiver)
    await receiver.push('authorized', authorized('a'), start)
    expect(seen).toBe('access-by-a')
    expect(t.wechat.count(list)).toBe(0)
  })

  it('makes client.authorizer wait also where the store is slow to give the lock of the code', async () => {
    const tokens = createMemoryTokenStore()
    const { client } = await createTestClient(t.wechat, {
      tokens: {
        ...tokens,
        async withLock(lock, work) {
          if (lock.startsWith('code/')) await new Promise((resolve) => setTimeout(resolve, 20))
          return tokens.withLock(lock, work)
        },
      },
    })
    const receiver = createFakeReceiver()
    client.follow(receiver)
    const pushed = receiver.push('authorized', authorized('a'), start)
    expect(await client.authorizer(appid).accessToken()).toBe('access-by-a')
    await pushed
    expect(t.wechat.count(list)).toBe(0)
  })

  it('passes over failures, successes without a code, and other platforms', async () => {
    await t.receiver.push('notify_third_fasteregister', { status: 1000, msg: 'x' }, start)
    await t.receiver.push('notify_third_fasteregister', { status: 0, appid }, start)
    await t.receiver.push('authorized', authorized('a'), start, 'wx000000000another')
    expect(t.wechat.calls).toEqual([])
  })

  it('forgets on unauthorized, and a renewal does not bring it back', async () => {
    await t.receiver.push('authorized', authorized('a'), start)
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, start + hour)
    await expect(t.client.authorizer(appid).accessToken()).rejects.toMatchObject({ code: 'ERR_TOKEN_UNAVAILABLE' })
    expect(await kept(t.tokens, 'authorizer', appid)).toBeUndefined()
  })

  it('stops when Off is called, also twice', async () => {
    t.off()
    t.off()
    expect(t.receiver.count()).toBe(0)
  })

  it('fits the receiver of core', async () => {
    const receiver = createReceiver({
      componentAppId,
      token: 'token',
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      logger: false,
    })
    expect(t.client.follow(receiver)).toBeTypeOf('function')
    await receiver.close()
  })
})

it('what is kept of a code is forgotten after 30 days, and holds no code', async () => {
  const store = createMemoryTokenStore()
  const written: { key: string; value: string; forgetAt?: number | undefined }[] = []
  const { client } = await createTestClient(createFakeWechat(createCodeDesk()), {
    now: () => start,
    tokens: {
      ...store,
      set(key, record, fence) {
        if (key.startsWith('code/')) written.push({ key, value: record.value, forgetAt: record.forgetAt })
        return store.set(key, record, fence)
      },
    },
  })
  await client.component.queryAuth({ authorization_code: 'queryauthcode@@@whole' })
  expect(written).toHaveLength(2)
  expect(JSON.stringify(written)).not.toContain('queryauthcode')
  for (const { forgetAt } of written) expect(forgetAt).toBe(start + 30 * 24 * hour)
})

describe('events that come hours late and in reverse', () => {
  const reauthorized = start + 5 * hour
  const revoked = start + 3 * hour

  it('an older unauthorized does not remove a newer authorization', async () => {
    const t = await setUp()
    await t.receiver.push('authorized', authorized('new'), reauthorized)
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, revoked)
    expect(await t.client.authorizer(appid).accessToken()).toBe('access-by-new')
  })

  it('an older authorized neither overwrites a newer one nor spends its code', async () => {
    const t = await setUp()
    await t.receiver.push('authorized', authorized('new'), reauthorized)
    await t.receiver.push('authorized', authorized('old'), start)
    expect(await t.client.authorizer(appid).accessToken()).toBe('access-by-new')
    expect(t.wechat.count(queryAuth)).toBe(1)
  })

  it('an older authorized does not come back after a newer unauthorized, and settles', async () => {
    const t = await setUp()
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, revoked)
    await t.receiver.push('authorized', authorized('old'), start)
    expect(await kept(t.tokens, 'authorizer', appid)).toBeUndefined()
    expect(t.wechat.count(queryAuth)).toBe(0)
  })

  it('a renewal between does not make an authorization newer than the unauthorized that follows it', async () => {
    const t = await setUp()
    await t.receiver.push('authorized', authorized('a'), start)
    const record = await kept(t.tokens, 'authorizer', appid)
    await authorize(t.tokens, appid, { ...record, expiresAt: 0, renewAt: 0 }, start)
    await t.client.authorizer(appid).accessToken()
    expect(t.wechat.count('api_authorizer_token')).toBe(1)
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, start + 1000)
    expect(await kept(t.tokens, 'authorizer', appid)).toBeUndefined()
  })

  it('every order of authorized, unauthorized and authorized again ends with the last', async () => {
    const events = [
      ['authorized', authorized('first'), start],
      ['unauthorized', { AuthorizerAppid: appid }, revoked],
      ['updateauthorized', authorized('last'), reauthorized],
    ] as const
    for (const order of permutations(events)) {
      const t = await setUp()
      for (const [infoType, payload, createdAt] of order) await t.receiver.push(infoType, payload, createdAt)
      expect(await kept(t.tokens, 'authorizer', appid)).toMatchObject({ refreshToken: 'refresh-by-last' })
    }
  })
})

describe('an authorization taken from the redirect while our clock is two hours ahead', () => {
  const exchangedAt = start + hour
  const open = async () => {
    const desk = createCodeDesk()['/cgi-bin/component/api_query_auth']
    // WeChat's answer tells its own time.
    const dated = (call: SeenCall) =>
      new Response(JSON.stringify(desk(call)), { headers: { date: new Date(exchangedAt).toUTCString() } })
    const wechat = createFakeWechat({ '/cgi-bin/component/api_query_auth': dated })
    const made = await createTestClient(wechat, { now: () => exchangedAt + 2 * hour })
    const receiver = createFakeReceiver()
    made.client.follow(receiver)
    await made.client.component.queryAuth({ authorization_code: 'redirect' })
    return { ...made, receiver }
  }

  it('is forgotten when the account withdraws a minute later', async () => {
    const t = await open()
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, exchangedAt + 60_000)
    expect(await kept(t.tokens, 'authorizer', appid)).toBeUndefined()
  })

  it('gives way to the code of an updateauthorized a minute later', async () => {
    const t = await open()
    await t.receiver.push('updateauthorized', authorized('updated'), exchangedAt + 60_000)
    expect(await kept(t.tokens, 'authorizer', appid)).toMatchObject({ refreshToken: 'refresh-by-updated' })
  })

  it('is not undone by a withdrawal that came before it', async () => {
    const t = await open()
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, exchangedAt - 60_000)
    expect(await kept(t.tokens, 'authorizer', appid)).toMatchObject({ refreshToken: 'refresh-by-redirect' })
  })
})

describe('what is dropped because something newer is stored is signalled and logged', () => {
  const open = async () => {
    const lines: string[] = []
    const { client, tokens } = await createTestClient(createFakeWechat(createCodeDesk()), {
      logger: { warn: (_, message) => void lines.push(message) },
      language: 'zh',
      now: () => start - hour,
    })
    const dropped: object[] = []
    client.signals.on('dropped', (signal) => dropped.push(signal))
    const receiver = createFakeReceiver()
    client.follow(receiver)
    return { client, tokens, receiver, dropped, lines }
  }

  it('a code', async () => {
    const t = await open()
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, start + hour)
    await t.receiver.push('authorized', authorized('late'), start)
    expect(t.dropped).toEqual([{ what: 'code', appid, asOf: start }])
    expect(t.lines).toEqual([expect.stringContaining('没有换取')])
  })

  it('a withdrawal', async () => {
    const t = await open()
    await t.receiver.push('authorized', authorized('a'), start + hour)
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, start)
    expect(t.dropped).toEqual([{ what: 'withdrawal', appid, asOf: start }])
    expect(t.lines).toEqual([expect.stringContaining('取消授权')])
  })

  it('the tokens of a redirect', async () => {
    const t = await open()
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, start)
    await t.client.component.queryAuth({ authorization_code: 'redirect' })
    expect(t.dropped).toEqual([{ what: 'grant', appid, asOf: start - hour }])
    expect(t.lines).toEqual([expect.stringContaining('没有保存')])
  })

  it('also when a listener throws', async () => {
    const t = await open()
    t.client.signals.on('dropped', () => {
      throw new Error('x')
    })
    await t.receiver.push('authorized', authorized('a'), start + hour)
    await t.receiver.push('unauthorized', { AuthorizerAppid: appid }, start)
    expect(t.dropped).toHaveLength(1)
    expect(t.lines.at(-1)).toContain('监听函数')
  })

  it('but not a code that was exchanged before', async () => {
    const t = await open()
    for (let round = 0; round < 3; round += 1) await t.receiver.push('authorized', authorized('a'), start)
    expect(t.dropped).toEqual([])
  })
})

describe('a client without `tokens`', () => {
  const open = (options: object) => {
    const lines: string[] = []
    const client = createClient({
      componentAppId,
      componentAppSecret,
      logger: { warn: (_, message) => void lines.push(message) },
      ...options,
    })
    return { client, lines }
  }

  it('says once, when it follows a receiver, that they are lost with the process', () => {
    const { client, lines } = open({})
    expect(lines).toEqual([])
    client.follow(createFakeReceiver())
    client.follow(createFakeReceiver())
    expect(lines).toEqual([expect.stringMatching(/lost with this process.*storage\.tokens/)])
  })

  it('is silent when it has a store', () => {
    const { client, lines } = open({ tokens: createMemoryTokenStore() })
    client.follow(createFakeReceiver())
    expect(lines).toEqual([])
  })
})

describe('a code that cannot be exchanged', () => {
  const listed = {
    total_count: 1,
    list: [{ authorizer_appid: appid, refresh_token: 'refresh-listed', auth_time: start / 1000 }],
  }

  it.each([61009, 61010])('because of %i is made up for by the authorizer list', async (errcode) => {
    const t = await setUp({
      '/cgi-bin/component/api_query_auth': { errcode, errmsg: 'x' },
      '/cgi-bin/component/api_get_authorizer_list': listed,
    })
    await t.receiver.push('authorized', authorized('a'), start)
    expect(await kept(t.tokens, 'authorizer', appid)).toEqual({ refreshToken: 'refresh-listed' })
    await t.client.authorizer(appid).accessToken()
    expect(t.wechat.last('api_authorizer_token')?.body).toMatchObject({ authorizer_refresh_token: 'refresh-listed' })
  })

  it('fails the handler when the list does not help either, so that the event is delivered again', async () => {
    const t = await setUp({ '/cgi-bin/component/api_query_auth': { errcode: 61010, errmsg: 'x' } })
    await expect(t.receiver.push('authorized', authorized('a'), start)).rejects.toMatchObject({ errcode: 61010 })
  })

  it('because its answer was lost is not sent twice', async () => {
    const t = await setUp({
      '/cgi-bin/component/api_query_auth': () => {
        throw new TypeError('fetch failed')
      },
      '/cgi-bin/component/api_get_authorizer_list': listed,
    })
    await t.receiver.push('authorized', authorized('a'), start)
    expect(t.wechat.count(queryAuth)).toBe(1)
    expect(await kept(t.tokens, 'authorizer', appid)).toEqual({ refreshToken: 'refresh-listed' })
  })

  it('because its answer takes too long is not sent twice', async () => {
    const wechat = createFakeWechat({
      '/cgi-bin/component/api_query_auth': () => new Promise<object>(() => {}),
      '/cgi-bin/component/api_get_authorizer_list': listed,
    })
    const { client, tokens } = await createTestClient(wechat, { timeoutMs: 50 })
    const receiver = createFakeReceiver()
    client.follow(receiver)
    await receiver.push('authorized', authorized('a'), start)
    expect(wechat.count(queryAuth)).toBe(1)
    expect(await kept(tokens, 'authorizer', appid)).toEqual({ refreshToken: 'refresh-listed' })
  })

  it('because its holder lost the lock meanwhile fails the handler, and the next delivery takes what the list has', async () => {
    const wechat = createFakeWechat({ ...createCodeDesk(), '/cgi-bin/component/api_get_authorizer_list': listed })
    const tokens = createMemoryTokenStore()
    let isLost = true
    const { client } = await createTestClient(wechat, {
      tokens: {
        ...tokens,
        set: async (key, record, fence) =>
          isLost && record.value.includes('refresh-by-a') ? 'fenced' : tokens.set(key, record, fence),
      },
    })
    const receiver = createFakeReceiver()
    client.follow(receiver)
    await expect(receiver.push('authorized', authorized('a'), start)).rejects.toMatchObject({
      code: 'ERR_TOKEN_UNAVAILABLE',
      hint: expect.stringContaining('deliver the event again'),
    })
    isLost = false
    await receiver.push('authorized', authorized('a'), start)
    expect(wechat.count(queryAuth)).toBe(1)
    expect(await kept(tokens, 'authorizer', appid)).toEqual({ refreshToken: 'refresh-listed' })
  })

  it('because a process died between exchange and store is not sent again: the list has what it got', async () => {
    const wechat = createFakeWechat({ ...createCodeDesk(), '/cgi-bin/component/api_get_authorizer_list': listed })
    const tokens = createMemoryTokenStore()
    const dying = await createTestClient(wechat, {
      tokens: {
        ...tokens,
        set: (key, record, fence) =>
          record.value.includes('refresh-by-a')
            ? Promise.reject(new WehookError('ERR_INTERNAL', 'the process died here', { hint: '' }))
            : tokens.set(key, record, fence),
      },
    })
    const before = createFakeReceiver()
    dying.client.follow(before)
    await expect(before.push('authorized', authorized('a'), start)).rejects.toThrow('died')

    const { client } = await createTestClient(wechat, { tokens })
    const after = createFakeReceiver()
    client.follow(after)
    await after.push('authorized', authorized('a'), start)
    expect(wechat.count(queryAuth)).toBe(1)
    expect(await kept(tokens, 'authorizer', appid)).toEqual({ refreshToken: 'refresh-listed' })
  })
})

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}
