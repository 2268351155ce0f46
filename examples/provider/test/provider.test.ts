import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startProvider } from '../src/start.js'

const company = { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', phone: '0755-00000000' }
const application = {
  accountName: '样例小程序',
  contact: '联系人',
  email: 'contact@example.com',
  phone: '0755-00000000',
}

async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-provider-'))
  const lines: string[] = []
  const provider = await startProvider({ folder, print: (line) => void lines.push(line) })
  onTestFinished(async () => {
    await provider.stop()
    rmSync(folder, { recursive: true })
  })
  const merchant = `${provider.url}/merchants/m-1`
  const page = async () => (await fetch(merchant)).text()
  const post = async (action: string, form: Record<string, string>) => {
    const response = await fetch(`${merchant}/${action}`, { method: 'POST', body: new URLSearchParams(form) })
    return { status: response.status, text: await response.text() }
  }
  /** Polls the merchant's page, as its browser does. */
  const see = (text: string) =>
    vi.waitFor(async () => expect(await page()).toContain(text), { timeout: 10_000, interval: 30 })
  const latest = async () => (await provider.tasks.find({ reference: 'm-1' }))[0]
  return { ...provider, lines, page, post, see, latest }
}

describe('the small provider', { timeout: 60_000 }, () => {
  it('registers a company: form, QR code, the person at the page of the link, result, certification, correction', async () => {
    const { platform, lines, page, post, see, latest, url } = await open()
    expect(await (await fetch(url)).text()).toContain('注册企业小程序')
    expect(await post('register', company)).toMatchObject({ status: 200, text: expect.stringContaining('<svg') })
    const link = (await latest())?.link?.url ?? ''
    expect(await page()).toContain(link)

    // The person presses a button on the page of the link.
    const shown = await (await fetch(link, { headers: { 'accept-language': 'zh' } })).text()
    const step = /name="step" value="(confirm[^"]*)"/.exec(shown)?.[1] ?? ''
    await fetch(link, { method: 'POST', body: new URLSearchParams({ step }) })
    await see('快速注册企业小程序：成功')
    const appid = (await latest())?.appid ?? ''

    const applied = await post('certify', { ...application, appid })
    expect(applied.text).toContain('小程序认证：进行中')
    await platform.person.confirms()
    await platform.person.pays()
    await platform.reviewer.returns(undefined, { reason: '资料不清晰' })
    await see('原因：资料不清晰')
    await post('correct', { ...application, appid })
    await see('小程序认证：进行中')
    await platform.person.confirms()
    await platform.person.pays()
    await platform.reviewer.passes()
    await see('小程序认证：成功')
    await vi.waitFor(() => expect(lines.filter((line) => line.includes('成功'))).toHaveLength(2))
  })

  it('creates a beta mini program and converts it', async () => {
    const { platform, post, see, latest } = await open()
    await post('trial', { trialName: '样例试用', openid: 'oSAMPLE00000000000000000000' })
    await platform.person.confirms()
    await see('创建试用小程序：成功')
    const appid = (await latest())?.appid ?? ''
    await post('convert', { ...company, appid })
    await see('试用小程序转正：进行中')
    await platform.person.confirms()
    await platform.administrator.confirms()
    await see('试用小程序转正：成功')
  })

  it('marks the fields that a failure concerns, and says what a form lacks, in Chinese', async () => {
    const { platform, post, see } = await open()
    expect(await post('register', { ...company, code: '1' })).toMatchObject({
      status: 409,
      text: expect.stringContaining('code'),
    })
    await post('register', company)
    await platform.person.confirms(undefined, { status: 102 })
    await see('<label class="marked">企业名称')
    const again = await post('register', { ...company, name: '另一家样例公司' })
    expect(again.text).toContain('快速注册企业小程序：进行中')
  })

  it('has a backend of under 100 lines', () => {
    const backend = readFileSync(new URL('../src/backend.ts', import.meta.url), 'utf8')
    expect(backend.trimEnd().split('\n').length).toBeLessThan(100)
  })

  it('has a console that asks for its password, and health for probes', async () => {
    const { url, consoleUrl, post } = await open()
    await post('register', company)
    expect((await fetch(`${url}/ops`)).status).toBe(401)
    const { username, password, origin } = new URL(consoleUrl)
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const page = async (query: string) => (await fetch(`${origin}/ops${query}`, { headers: { authorization } })).text()
    expect(await page('?lang=zh')).toContain('需要人工处理')
    expect(await page('?page=tasks')).toContain('m-1')
    expect(await page('?page=accounts')).toContain('No account has authorized')
    expect((await fetch(`${url}/health?probe=ready`)).status).toBe(200)
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({
      checks: { 'ticket:age': [{ status: 'pass' }] },
    })
  })
})
