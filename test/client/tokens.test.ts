import { afterEach, describe, expect, it } from 'vitest'
import { company, createHost, type Host } from './host.js'

const hosts: Host[] = []
const start: typeof createHost = async (...options) => {
  const host = await createHost(...options)
  hosts.push(host)
  return host
}
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close()
})

/** A host with one account that authorized the platform by push. */
async function authorized(...options: Parameters<typeof createHost>) {
  const host = await start(...options)
  const { appid } = await host.platform.administrator.authorizes()
  await host.platform.idle()
  return { ...host, appid }
}

const record = async ({ tokens, platform }: Host, appid: string) => {
  const kept = await tokens.get(`authorizer/${platform.clientOptions.componentAppId}/${appid}`)
  return kept && JSON.parse(kept.value)
}

describe('an expired component token', () => {
  it('costs one token call for 50 concurrent callers', async () => {
    const { client, platform, count } = await start()
    await client.component.preAuthCode()
    await platform.clock.advance({ hours: 3 })
    const before = count('api_component_token')
    const codes = await Promise.all(Array.from({ length: 50 }, () => client.component.preAuthCode()))
    expect(new Set(codes.map((code) => code.pre_auth_code)).size).toBe(50)
    expect(count('api_component_token') - before).toBe(1)
  })

  it('that WeChat refuses earlier than it said costs one token call for 50 callers', async () => {
    const { client, platform, tokens, count } = await start()
    await client.component.preAuthCode()
    const key = `component/${platform.clientOptions.componentAppId}`
    const kept = await tokens.get(key)
    await platform.clock.advance({ hours: 3 })
    // As a host whose clock stands still would have it: fresh in the store, expired at WeChat (42001).
    const later = platform.clock.now() + 3600_000
    await tokens.set(key, {
      value: JSON.stringify({ ...JSON.parse(kept?.value ?? '{}'), expiresAt: later, renewAt: later }),
      asOf: later,
    })
    const before = count('api_component_token')
    await Promise.all(Array.from({ length: 50 }, () => client.component.preAuthCode()))
    expect(count('api_component_token') - before).toBe(1)
  })

  it('costs one token call for four clients on one store', async () => {
    const { client, another, platform, count } = await start()
    const clients = [client, another(), another(), another()]
    await platform.clock.advance({ hours: 3 })
    await Promise.all(clients.flatMap((each) => Array.from({ length: 50 }, () => each.component.accessToken())))
    expect(count('api_component_token')).toBe(1)
  })

  it('is renewed before it expires, so that no call meets a refused one', async () => {
    const { client, platform } = await start()
    for (let hour = 0; hour < 24; hour += 1) {
      await client.component.preAuthCode()
      await platform.clock.advance({ minutes: 59 })
    }
    expect(platform.calls.filter(({ rule }) => rule !== undefined)).toEqual([])
  })
})

describe('an authorizer', () => {
  it('of which each refresh brings a new refresh token is kept for a week', async () => {
    const host = await authorized({ rotateRefreshTokens: true })
    for (let day = 0; day < 7; day += 1) {
      await host.platform.clock.advance({ days: 1 })
      await host.client.authorizer(host.appid).accessToken()
    }
    expect(host.count('api_authorizer_token')).toBe(7)
    expect(host.count('api_get_authorizer_list')).toBe(0)
  })

  it('whose refresh token became invalid (61023) is recovered through the list', async () => {
    const host = await authorized()
    const key = `authorizer/${host.platform.clientOptions.componentAppId}/${host.appid}`
    const kept = await host.tokens.get(key)
    await host.tokens.set(key, { value: JSON.stringify({ refreshToken: 'refreshtoken@@@old' }), asOf: kept?.asOf ?? 0 })
    const token = await host.client.authorizer(host.appid).accessToken()
    expect(token).not.toBe('')
    expect(host.platform.calls.map(({ rule }) => rule)).toContain('refresh-token/invalid')
    expect((await record(host, host.appid)).refreshToken).not.toBe('refreshtoken@@@old')
  })

  it('whose code was used by somebody else (61010) is recovered through the list, once that one got a refresh token', async () => {
    const host = await start()
    const { appid, authCode } = host.platform.addAuthorizer()
    const outsider = await host.client.component.accessToken()
    await fetch(`${host.platform.baseUrl}/cgi-bin/component/api_query_auth?component_access_token=${outsider}`, {
      method: 'POST',
      body: JSON.stringify({
        component_appid: host.platform.clientOptions.componentAppId,
        authorization_code: authCode,
      }),
    })
    await host.platform.push({
      infoType: 'authorized',
      AuthorizerAppid: appid,
      AuthorizationCode: authCode,
      AuthorizationCodeExpiredTime: Math.floor(host.platform.clock.now() / 1000) + 3600,
    })
    expect(host.platform.pushes.at(-1)?.isAccepted).toBe(true)
    expect(await host.client.authorizer(appid).accessToken()).not.toBe('')
  })

  it('that revoked is forgotten, and comes back by authorizing again', async () => {
    const host = await authorized()
    await host.platform.clock.advance({ minutes: 1 })
    await host.platform.administrator.revokes(host.appid)
    expect(await record(host, host.appid)).toBeUndefined()
    await expect(host.client.authorizer(host.appid).accessToken()).rejects.toMatchObject({
      code: 'ERR_TOKEN_UNAVAILABLE',
    })
    await host.platform.clock.advance({ minutes: 1 })
    await host.platform.administrator.authorizes({ appid: host.appid })
    await host.platform.idle()
    expect(await host.client.authorizer(host.appid).accessToken()).not.toBe('')
  })

  it('that revoked and authorized again is kept, though the revocation arrives hours later', async () => {
    const host = await authorized()
    await host.platform.clock.advance({ hours: 1 })
    await host.platform.administrator.revokes(host.appid, { delay: { hours: 9 } })
    await host.platform.clock.advance({ hours: 1 })
    await host.platform.administrator.authorizes({ appid: host.appid })
    await host.platform.idle()
    const kept = await record(host, host.appid)
    await host.platform.clock.advance({ hours: 10 })
    await host.platform.idle()
    expect(host.platform.pushes.find((push) => push.infoType === 'unauthorized')?.isAccepted).toBe(true)
    expect(await record(host, host.appid)).toEqual(kept)
    expect(await host.client.authorizer(host.appid).accessToken()).not.toBe('')
  })

  it('that authorized and revoked stays forgotten, though the authorization arrives hours later', async () => {
    const host = await start()
    const { appid } = await host.platform.administrator.authorizes({ delay: { hours: 6 } })
    await host.platform.clock.advance({ hours: 1 })
    await host.platform.administrator.revokes(appid)
    await host.platform.clock.advance({ hours: 6 })
    await host.platform.idle()
    const late = host.platform.pushes.find((push) => push.infoType === 'authorized')
    expect(late).toMatchObject({ isAccepted: true })
    expect(await record(host, appid)).toBeUndefined()
    expect(host.count('api_query_auth')).toBe(0)
  })

  it('of which neither push arrives is had from the list once a code was exchanged', async () => {
    const host = await start()
    const redirect = await host.platform.administrator.authorizes({ lost: true })
    await expect(host.client.authorizer(redirect.appid).accessToken()).rejects.toMatchObject({
      code: 'ERR_TOKEN_UNAVAILABLE',
      hint: expect.stringContaining('authorize it again'),
    })
    await host.client.component.queryAuth({ authorization_code: redirect.auth_code })
    expect(await host.client.authorizer(redirect.appid).accessToken()).not.toBe('')
  })
})

describe('a code', () => {
  it('whose answer is lost is not sent again: the list has what it got', async () => {
    const host = await start()
    host.platform.failNext('/cgi-bin/component/api_query_auth', { lost: 'answer' })
    const { appid } = await host.platform.administrator.authorizes()
    await host.platform.idle()
    expect(host.count('api_query_auth')).toBe(1)
    expect(host.platform.pushes.at(-1)?.isAccepted).toBe(true)
    expect(await host.client.authorizer(appid).accessToken()).not.toBe('')
  })

  it('is exchanged once though 20 carriers bring it to four clients', async () => {
    const host = await start()
    const others = [host.client, host.another(), host.another(), host.another()]
    const redirect = await host.platform.administrator.authorizes({ times: 5, together: true })
    await Promise.all(
      others.flatMap((each) =>
        Array.from({ length: 4 }, () => each.component.queryAuth({ authorization_code: redirect.auth_code })),
      ),
    )
    await host.platform.idle()
    expect(host.count('api_query_auth')).toBe(1)
  })
})

describe('a create', () => {
  it.each(['request', 'answer'] as const)('whose %s is lost is not repeated', async (lost) => {
    const { client, platform, count } = await start()
    platform.failNext('/wxa/component/fastregisterenterpriseweapp', { lost })
    await expect(client.registration.enterprise.create(company)).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
    expect(count('fastregisterenterpriseweapp')).toBe(1)
  })

  it('whose token is refused is repeated once: WeChat did nothing yet', async () => {
    const { client, platform, count } = await start()
    platform.failNext('/wxa/component/fastregisterenterpriseweapp', { errcode: 40001 })
    await client.registration.enterprise.create(company)
    expect(count('fastregisterenterpriseweapp')).toBe(2)
    expect(platform.tasks).toHaveLength(1)
  })

  it('is made once a query met a lost answer and was repeated', async () => {
    const { client, platform, count } = await start()
    const { taskid } = await client.registration.enterprise.create(company)
    platform.failNext('/wxa/component/fastregisterenterpriseweapp', { lost: 'answer' })
    await client.registration.enterprise.query({ taskid })
    expect(count('fastregisterenterpriseweapp')).toBe(3)
  })
})

it('the client says what is missing before the first ticket has come', async () => {
  const host = await start({ tickets: false })
  await host.tokens.remove(`ticket/${host.platform.clientOptions.componentAppId}`, Number.MAX_SAFE_INTEGER)
  await expect(host.client.component.preAuthCode()).rejects.toMatchObject({
    code: 'ERR_TOKEN_UNAVAILABLE',
    hint: expect.stringMatching(/ten minutes.*startPushTicket/),
  })
})
