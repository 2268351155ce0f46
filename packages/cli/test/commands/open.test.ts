import { samples, sealPush } from '@wehook/simulator'
import { expect, test } from 'vitest'
import { captured, curlLine, env, platform, url, wehook } from '../run'

const failed = captured({}, platform, { ...samples.notify_third_fasteregister.failed, status: 105 } as never)

test('an authentic push is shown with its meaning in English', async () => {
  const { code, out } = await wehook(['open'], { stdin: failed })
  expect(code).toBe(0)
  expect(out).toContain('✔ authentic')
  expect(out).toContain('notify_third_fasteregister  Registration result')
  expect(out).toMatch(/outcome +failed/)
  expect(out).toContain('status 105')
  expect(out).toContain('after 5 to 15 working days')
})

test('and in Chinese, chosen by --lang or by the terminal', async () => {
  const byOption = await wehook(['open', '--lang', 'zh'], { stdin: failed })
  const byLocale = await wehook(['open'], { stdin: failed, env: { ...env, LANG: 'zh_CN.UTF-8' } })
  expect(byOption.out).toContain('法定代表人身份证号码，工商数据未更新，请 5-15 个工作日之后尝试')
  expect(byOption.out).toContain('快速注册结果')
  expect(byLocale.out).toBe(byOption.out)
})

test('a file may hold it, and so may the argument itself', async () => {
  expect((await wehook(['open', 'push.txt'], { files: { 'push.txt': failed } })).code).toBe(0)
  expect((await wehook(['open', failed])).code).toBe(0)
  expect((await wehook(['open', 'gone.txt'])).err).toContain('cannot read gone.txt')
})

test('codes and personal fields are masked unless --reveal', async () => {
  const secrets = ['legal_persona_wechat', 'legal_persona_name', 'component_phone'] as const
  const push = captured({}, platform, samples.notify_third_fasteregister.succeeded as never)
  const { auth_code, info } = samples.notify_third_fasteregister.succeeded
  const values = [auth_code, ...secrets.map((name) => info[name])]
  for (const flags of [[], ['--json']]) {
    const masked = await wehook(['open', ...flags], { stdin: push })
    const revealed = await wehook(['open', '--reveal', ...flags], { stdin: push })
    for (const value of values) {
      expect(masked.all).not.toContain(value)
      expect(revealed.all).toContain(value)
    }
  }
})

test('--json is one document with the event as a handler gets it', async () => {
  const { out } = await wehook(['open', '--json'], { stdin: failed })
  expect(JSON.parse(out)).toMatchObject({
    authentic: true,
    event: { infoType: 'notify_third_fasteregister', outcome: 'failed', status: { code: 105 }, attempt: 1 },
  })
})

test('a refused push names the wrong setting, its label and exits 1', async () => {
  const { code, out } = await wehook(['open', '--token', 'another'], { stdin: failed })
  expect(code).toBe(1)
  expect(out).toContain('ERR_SIGNATURE_MISMATCH')
  expect(out).toContain('管理中心 → 第三方平台 → 开发资料 → 消息校验 Token')
  const json = await wehook(['open', '--token', 'another', '--json'], { stdin: failed })
  expect(JSON.parse(json.out)).toMatchObject({ authentic: false, cause: 'token', code: 'ERR_SIGNATURE_MISMATCH' })
})

test('a document that is decrypted already is shown as unverified, without any setting', async () => {
  const { xml } = sealPush(platform, samples.notify_third_fasteregister.failed)
  const { code, out } = await wehook(['open'], { stdin: xml, env: {} })
  expect(code).toBe(0)
  expect(out).toContain('nothing in it is verified')
  expect(out).toContain('notify_third_fasteregister')
})

test('an event without a type shows why it has none', async () => {
  const push = sealPush(platform, '<xml><InfoType>authorized</InfoType><CreateTime>1</CreateTime></xml>')
  const { out } = await wehook(['open'], { stdin: curlLine(push.url(url), push.body) })
  expect(out).toContain('an event without a type: authorized')
  expect(out).toMatch(/issues\n +AuthorizerAppid /)
})

test('each item of an order path event shows its own outcome', async () => {
  const push = captured({}, platform, samples.order_path_audit_result_notify.several as never)
  const { out } = await wehook(['open'], { stdin: push })
  expect(out.match(/outcome/g)?.length).toBeGreaterThan(1)
  expect(out).toContain('list[1].audit_id')
})

test('control characters of a payload never reach the terminal', async () => {
  const xml = '<xml><InfoType>x</InfoType><CreateTime>1</CreateTime><evil>\u001b[2Jgone\u009b</evil></xml>'
  const push = sealPush(platform, xml)
  const { out } = await wehook(['open'], { stdin: curlLine(push.url(url), push.body) })
  expect(out).toContain('gone')
  expect(out).not.toContain('\u001b')
  expect(out).not.toContain('\u009b')
})

test('a push of 消息与事件接收 URL is shown with its meaning, the user masked', async () => {
  const line = await wehook(['push', 'wxa_nickname_audit', 'http://127.0.0.1/wechat/message/$APPID$', '--curl'])
  const { code, out } = await wehook(['open'], { stdin: line.out })
  expect(code).toBe(0)
  expect(out).toContain('✔ authentic')
  expect(out).toContain('wxa_nickname_audit  Name audited')
  expect(out).toMatch(/outcome +(succeeded|failed)/)
  const json = await wehook(['open', '--json'], { stdin: line.out })
  expect(JSON.parse(json.out).event.fromUserName).toMatch(/•••/)
})
