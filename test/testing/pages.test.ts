import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '<b>示例&商贸</b>', code: '91000000MA0000000N', component_phone: '00000000000' }

interface Page {
  readonly status: number
  readonly url: string
  readonly text: string
  readonly buttons: readonly string[]
  press(label: string): Promise<Page>
}

/** What a browser without JavaScript does: reads a page, and sends the form of a button. */
async function open(url: string, init: RequestInit = {}): Promise<Page> {
  const response = await fetch(url, init)
  const text = await response.text()
  const forms = [...text.matchAll(/<form method="post" action="([^"]*)">(.*?)<button[^>]*>(.*?)<\/button>/gs)]
  return {
    status: response.status,
    url: response.url,
    text,
    buttons: forms.map(([, , , label = '']) => label),
    press(label) {
      const [, action = '', inputs = ''] = forms.find((form) => form[3] === label) ?? []
      if (action === '') throw new Error(`no button ${label} on ${response.url}`)
      const fields = [...inputs.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value])
      const body = new URLSearchParams(fields as [string, string][])
      return open(new URL(action.replaceAll('&amp;', '&'), response.url).href, { method: 'POST', body })
    },
  }
}

const inChinese = { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } }

async function createBeta() {
  const scene = await createScene({ tickets: true })
  const { appid, authCode } = scene.platform.addAuthorizer({ registerType: 13 })
  await scene.client.component.queryAuth({ authorization_code: authCode })
  return { ...scene, appid, account: scene.client.authorizer(appid) }
}

describe('the page of a link', () => {
  it('plays the person of a registration, and escapes what the provider wrote', async () => {
    const { client, events } = await createScene()
    const { authorize_url } = await client.registration.enterprise.create(company)
    const page = await open(authorize_url ?? '')
    expect(page.text).toContain('&lt;b&gt;示例&amp;商贸&lt;/b&gt;')
    expect(page.text).not.toContain('<b>')
    expect(page.text).not.toContain('<script')
    expect(page.buttons).toContain('Refuse')
    const after = await page.press('Scan the face and confirm')
    expect(events.at(-1)).toMatchObject({ infoType: 'notify_third_fasteregister', outcome: 'succeeded' })
    expect(after.url).toBe(authorize_url)
    expect(after.text).toContain('everything has been confirmed')
    expect(after.buttons).toEqual([])
  })

  it.each([
    ['确认，但工商数据返回“企业已注销”（101）', 101, '任务失败'],
    ['拒绝', -1, '已被拒绝'],
    ['人脸识别失败', -1, '人脸识别未通过'],
    ['24 小时不理会', 100003, '链接已失效'],
  ])('in Chinese: %s pushes %i and shows why the link is closed', async (label, status, shown) => {
    const { client, events } = await createScene()
    const { authorize_url } = await client.registration.enterprise.create(company)
    const page = await open(`${authorize_url}?lang=zh`)
    expect((await open(authorize_url ?? '', inChinese)).text).toContain('快速注册企业小程序')
    expect((await page.press(label)).text).toContain(shown)
    expect(events).toMatchObject([{ outcome: 'failed', payload: { status } }])
  })

  it('plays both confirmations of a conversion; after 100004 the link is still valid', async () => {
    const { account, events } = await createBeta()
    const { authorize_url = '' } = await account.beta.verify({
      enterprise_name: '示例公司',
      code: company.code,
      component_phone: '0',
    })
    let page = await (await open(authorize_url)).press('Real name does not match (100004)')
    expect(page.text).toContain('confirm again')
    page = await page.press('Scan the face and confirm')
    expect(page.buttons).toEqual([
      'Administrator: confirm',
      'Administrator: refuse',
      'Administrator: let 24 hours pass',
    ])
    await page.press('Administrator: confirm')
    const statuses = events.flatMap((event) =>
      event.infoType === 'notify_third_fastverifybetaapp' ? [event.payload.status] : [],
    )
    expect(statuses).toEqual([89251, 100004, 89252, 0])
  })

  it('plays payment and review of a certification', async () => {
    const { client, platform } = await createScene()
    const { appid, authCode } = platform.addAuthorizer({ principalName: '示例公司' })
    await client.component.queryAuth({ authorization_code: authCode })
    const { certification } = client.authorizer(appid)
    const { mediaid } = await certification.uploadMaterial(Buffer.from('89504e470d0a1a0a', 'hex'))
    const { auth_url = '' } = await certification.submit({
      customer_type: 1,
      contact_info: { name: '张三', email: 'a@example.com' },
      invoice_info: { invoice_type: 1 },
      qualification: mediaid,
      account_name: '示例小店',
      account_name_type: 1,
      pay_type: 2,
      third_party_phone: '000',
    })
    let page = await open(auth_url)
    for (const label of ['Scan the face and confirm', 'Pay the fee', 'Reviewer: return (打回重填)']) {
      page = await page.press(label)
    }
    expect(page.text).toContain('has to resubmit')
    expect(page.text).toContain('资料不完整')
    expect(page.buttons).toEqual([])
  })

  it('a step that is not possible any more changes nothing', async () => {
    const { client, events } = await createScene()
    const { authorize_url = '' } = await client.registration.enterprise.create(company)
    const [first, second] = [await open(authorize_url), await open(authorize_url)]
    await first.press('Refuse')
    expect((await second.press('Scan the face and confirm')).status).toBe(409)
    expect(events).toHaveLength(1)
    expect((await open(`${authorize_url}x`)).status).toBe(404)
  })
})

describe('the overview', () => {
  it('shows every task with its buttons, and those whose link nobody has without', async () => {
    const { platform, client } = await createScene()
    platform.failNext('/wxa/component/fastregisterpersonalweapp', { lost: 'answer' })
    await expect(client.registration.personal.create({ wxuser: 'sample_wechat' })).rejects.toThrow()
    await client.registration.enterprise.create(company)
    const page = await open(platform.baseUrl)
    expect(page.url).toBe(`${platform.baseUrl}/simulated`)
    expect(page.text).toContain('Nobody has its link')
    expect(page.buttons.filter((label) => label === 'Scan the face and confirm')).toHaveLength(1)
    expect(page.text).toContain('component_verify_ticket')
  })

  it('lets accounts come and go, and decides on names', async () => {
    const { platform, client, events } = await createScene({ reviewedNames: ['商城'] })
    let page = await open(`${platform.baseUrl}/simulated?lang=en`)
    page = await page.press('A new mini program authorizes the platform')
    const appid = platform.authorizers[0]?.appid ?? ''
    const { audit_id = 0 } = await client.authorizer(appid).setNickname({ nick_name: '示例商城', license: 'm' })
    page = await open(page.url)
    page = await page.press('Accept the name')
    expect(await client.authorizer(appid).queryNickname({ audit_id })).toMatchObject({ audit_stat: 3 })
    page = await page.press('Withdraw')
    expect(page.text).toContain('withdrawn')
    expect(events.map((event) => event.infoType)).toEqual(['authorized', 'unauthorized'])
  })
})

it('the authorization page sends the browser back with an auth code', async () => {
  const { platform, client, events } = await createScene()
  const host = createServer((_, response) => response.end('back')).listen(0, '127.0.0.1')
  await new Promise((resolve) => host.once('listening', resolve))
  onTestFinished(() => void host.close())
  const redirect_uri = `http://127.0.0.1:${(host.address() as AddressInfo).port}/callback?shop=1`
  const url = new URL(await client.component.authorizationUrl({ device: 'desktop', redirect_uri }))
  const page = await open(`${platform.baseUrl}${url.pathname}${url.search}`)
  const back = new URL((await page.press('Authorize')).url)
  expect([back.pathname, back.searchParams.get('shop')]).toEqual(['/callback', '1'])
  const { authorization_info } = await client.component.queryAuth({
    authorization_code: back.searchParams.get('auth_code') ?? '',
  })
  expect(events).toMatchObject([{ payload: { AuthorizerAppid: authorization_info.authorizer_appid } }])
  expect((await page.press('Authorize')).text).toContain('pre_auth_code is unknown, used')
})
