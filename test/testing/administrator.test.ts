import { isWechatApiError } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { createScene } from './scene.js'

const codeOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return isWechatApiError(error) ? error.errcode : error
}

describe('an authorization', () => {
  it('is given on the page, changed and taken back, each pushed', async () => {
    const { platform, client, events } = await createScene()
    const { pre_auth_code } = await client.component.preAuthCode()
    const { appid, auth_code } = await platform.administrator.authorizes({ preAuthCode: pre_auth_code })
    await client.component.queryAuth({ authorization_code: auth_code })
    await platform.administrator.updates(appid, [18, 17])
    await platform.administrator.updates(appid, [17, 18])
    await platform.administrator.revokes(appid)
    expect(events.map((event) => event.infoType)).toEqual(['authorized', 'updateauthorized', 'unauthorized'])
    expect(events[0]?.payload).toMatchObject({ AuthorizerAppid: appid, PreAuthCode: pre_auth_code })
    expect(await codeOf(client.component.authorizerInfo({ authorizer_appid: appid }))).toBe(61003)
    await expect(platform.administrator.authorizes({ preAuthCode: pre_auth_code })).rejects.toThrow(/used/)
  })

  it('gives a new refresh token with each refresh when asked to', async () => {
    const { platform, client } = await createScene({ rotateRefreshTokens: true })
    const { appid } = await platform.administrator.authorizes()
    const tokens = new Set<string>()
    for (let i = 0; i < 3; i++) {
      tokens.add(await client.authorizer(appid).accessToken())
      await platform.clock.advance({ hours: 2 })
      await platform.pushTicket()
    }
    expect(tokens.size).toBe(3)
    expect(platform.calls.flatMap((call) => call.rule ?? [])).toEqual([])
  })
})
