import { createSimulatedPlatform } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createScene, type Scene } from './scene.js'

async function post(scene: Pick<Scene, 'platform'>, path: string, body: object) {
  const response = await fetch(`${scene.platform.baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as Record<string, unknown>
}

describe('tokens', () => {
  it('may stand under either name in the query', async () => {
    const scene = await createScene()
    const token = await scene.client.component.accessToken()
    const { componentAppId } = scene.platform.clientOptions
    for (const name of ['access_token', 'component_access_token']) {
      const path = `/cgi-bin/component/api_create_preauthcode?${name}=${token}`
      expect(await post(scene, path, { component_appid: componentAppId })).toHaveProperty('pre_auth_code')
    }
  })

  it('of an account are in the list only once a code was exchanged', async () => {
    const { platform, client } = await createScene()
    const { appid, authCode } = platform.addAuthorizer()
    const listed = async () => (await client.component.authorizers()).list[0]?.refresh_token
    expect(await listed()).toBeUndefined()
    await client.component.queryAuth({ authorization_code: authCode })
    expect(await listed()).toBe(platform.authorizers.find((account) => account.appid === appid)?.refreshToken)
  })

  it('of before a re-authorization are no longer good for refreshing', async () => {
    const scene = await createScene()
    const { appid } = await scene.platform.administrator.authorizes()
    const older = scene.platform.authorizers[0]?.refreshToken
    await scene.platform.administrator.updates(appid, [17])
    const token = await scene.client.component.accessToken()
    const answer = await post(scene, `/cgi-bin/component/api_authorizer_token?access_token=${token}`, {
      component_appid: scene.platform.clientOptions.componentAppId,
      authorizer_appid: appid,
      authorizer_refresh_token: older,
    })
    expect(answer['errcode']).toBe(61023)
  })

  it('come for an older ticket too, as long as it is younger than 12 h', async () => {
    const platform = await createSimulatedPlatform({ tickets: false })
    onTestFinished(() => platform.close())
    await platform.pushTicket()
    await platform.clock.advance({ hours: 11, minutes: 59 })
    await platform.pushTicket()
    const [ticket] = platform.pushes.map((push) => push.fields as { readonly ComponentVerifyTicket?: string })
    const answer = await post({ platform }, '/cgi-bin/component/api_component_token', {
      component_appid: platform.clientOptions.componentAppId,
      component_appsecret: platform.clientOptions.componentAppSecret,
      component_verify_ticket: ticket?.ComponentVerifyTicket,
    })
    expect(answer).toMatchObject({ expires_in: 7200 })
    expect(answer).not.toHaveProperty('errcode')
  })
})
