import { createPlatform, sealMessage, signPush } from '@wehook/core'
import { samples, sealPush } from '@wehook/simulator'
import { expect, test } from 'vitest'
import { captured, curlLine, env, otherKey, platform, url, wehook } from '../run'

interface JsonCheck {
  readonly id: string
  readonly label: string
  readonly verdict: string
  readonly cause?: string
  readonly where?: string
}

/** The first check that is not ok, as `wehook doctor --json` shows it. */
async function diagnosed(settings: Readonly<Record<string, string>>, push?: string, now?: number) {
  const world = { env: { ...env, ...settings }, ...(push && { stdin: push }), ...(now && { now }) }
  const { code, out } = await wehook(['doctor', '--json', ...(push ? ['-'] : [])], world)
  const { ok, checks } = JSON.parse(out) as { readonly ok: boolean; readonly checks: readonly JsonCheck[] }
  const found = checks.find(({ verdict }) => verdict === 'wrong') ?? checks.find(({ verdict }) => verdict === 'warn')
  expect(code).toBe(ok ? 0 : 1)
  return { ...found, checks }
}

test.each([
  ['no appid', { WX_APPID: '' }, '第三方平台 appid', 'missing'],
  ['an 原始ID for the appid', { WX_APPID: 'gh_0123456789ab' }, '第三方平台 appid', 'original-id'],
  ['an appid cut short', { WX_APPID: 'wx0123' }, '第三方平台 appid', 'appid-form'],
  ['an appid with a space', { WX_APPID: `${platform.componentAppId} ` }, '第三方平台 appid', 'spaces'],
  ['no token', { WX_TOKEN: '' }, '消息校验 Token', 'missing'],
  ['a token with quotes', { WX_TOKEN: `"${platform.token}"` }, '消息校验 Token', 'quoted'],
  ['a token with an invisible character', { WX_TOKEN: `${platform.token}\u200b` }, '消息校验 Token', 'spaces'],
  [
    'token and key swapped',
    { WX_TOKEN: platform.encodingAesKey, WX_AES_KEY: platform.token },
    '消息校验 Token',
    'swapped',
  ],
  ['no key', { WX_AES_KEY: '' }, '消息加解密 Key', 'missing'],
  ['a key with its =', { WX_AES_KEY: `${platform.encodingAesKey}=` }, '消息加解密 Key', 'aes-key-padded'],
  ['a key cut short', { WX_AES_KEY: platform.encodingAesKey.slice(1) }, '消息加解密 Key', 'aes-key-length'],
  ['an AppSecret for the key', { WX_AES_KEY: '0123456789abcdef'.repeat(2) }, '消息加解密 Key', 'aes-key-is-secret'],
  [
    'a key with another character',
    { WX_AES_KEY: `${platform.encodingAesKey.slice(1)}-` },
    '消息加解密 Key',
    'aes-key-alphabet',
  ],
  ['a bad previous key', { WX_AES_KEY_PREVIOUS: 'x' }, '消息加解密 Key', 'aes-key-length'],
])('%s is found without any push', async (_, settings, label, cause) => {
  const found = await diagnosed(settings)
  expect(found).toMatchObject({ cause, label: expect.stringContaining(label), where: expect.stringContaining(label) })
})

const push = sealPush(platform, samples.authorized.typical)
const at = push.url(url)
const otherPlatform = { ...platform, componentAppId: 'wxd1d1d1d1d1d1d1d1', token: 'theirs' }
const { xml } = push

/** An envelope with our AppId around a message that is for somebody else. */
function sealedForAnother(): string {
  const encrypt = sealMessage(xml, 'wxa9a9a9a9a9a9a9a9', createPlatform(platform).keys[0] as never)
  const query = { timestamp: '1700000000', nonce: '1234567890' }
  const msg_signature = signPush(platform.token, query.timestamp, query.nonce, encrypt)
  const body = `<xml><AppId>${platform.componentAppId}</AppId><Encrypt>${encrypt}</Encrypt></xml>`
  return curlLine(`${url}?${new URLSearchParams({ ...query, msg_signature })}`, body)
}

const accountUrl = 'https://example.com/wechat/message/wxb0b0b0b0b0b0b0b0'

const authorizationAt = (to: string) => curlLine(push.url(to), push.body)

function messageOf(to: string) {
  const message =
    '<xml><ToUserName>gh_0123456789ab</ToUserName><MsgType>event</MsgType><Event>x</Event><CreateTime>1</CreateTime></xml>'
  const { body, url: urlAt } = sealPush(platform, message, { envelope: 'ToUserName' })
  return { curl: curlLine(urlAt(to), body), json: JSON.stringify({ query: urlAt('').slice(1), body }) }
}

const messagePush = (to = url) => messageOf(to).curl

const withoutPlus = () => {
  for (;;) {
    const { body, url: to } = sealPush(platform, samples.authorized.typical)
    if (body.includes('+')) return curlLine(to(url), body.replaceAll('+', ' '))
  }
}

const { signature, msg_signature } = push.query

test.each([
  [
    'the appid of a mini program',
    { WX_APPID: 'wx0123456789abcdef' },
    captured(),
    'componentAppId',
    'component-appid',
    '第三方平台 appid',
  ],
  [
    'a push of another platform',
    {},
    captured({}, otherPlatform),
    'componentAppId',
    'other-platform',
    '第三方平台 appid',
  ],
  ['a wrong token', { WX_TOKEN: 'wrong' }, captured(), 'token', 'token', '消息校验 Token'],
  ['a wrong key', { WX_AES_KEY: otherKey }, captured(), 'encodingAesKey', 'aes-key', '消息加解密 Key'],
  [
    'a message sealed for an authorizer',
    {},
    sealedForAnother(),
    'receiver',
    'sealed-for-another-appid',
    '第三方平台 appid',
  ],
  [
    'a token changed in the console',
    { WX_TOKEN: 'new', WX_TOKEN_PREVIOUS: platform.token },
    captured(),
    'token',
    'previous-token',
    '消息校验 Token',
  ],
  [
    'a key changed in the console',
    { WX_AES_KEY: otherKey, WX_AES_KEY_PREVIOUS: platform.encodingAesKey },
    captured(),
    'encodingAesKey',
    'previous-aes-key',
    '消息加解密 Key',
  ],
  ['the two URLs swapped', {}, messagePush(), 'url', 'message-url', '消息与事件接收 URL'],
  ['the two URLs swapped', {}, authorizationAt(accountUrl), 'url', 'authorization-url', '授权事件接收 URL'],
  [
    'an authorization at the URL of messages in raw HTTP',
    {},
    `POST ${authorizationAt(accountUrl).match(/\/wechat[^']*/)?.[0]} HTTP/1.1\n\n${push.body}`,
    'url',
    'authorization-url',
    '授权事件接收 URL',
  ],
  ['a query that a proxy dropped', {}, curlLine(url, push.body), 'query', 'query', undefined],
  ['a parameter that is there twice', {}, curlLine(`${at}&nonce=1`, push.body), 'query', 'query', undefined],
  [
    'signature where msg_signature belongs',
    {},
    curlLine(at.replace(msg_signature, signature), push.body),
    'query',
    'signature-as-msg-signature',
    undefined,
  ],
  ['a body that a parser changed', {}, withoutPlus(), 'envelope', 'body-changed', undefined],
  ['a body that a parser emptied', {}, JSON.stringify({ url: at, body: {} }), 'envelope', 'encrypt-missing', undefined],
  ['a body that is no envelope', {}, curlLine(at, '<html></html>'), 'envelope', 'envelope', undefined],
  [
    'a document that does not fit',
    {},
    captured({}, platform, '<xml><InfoType>authorized</InfoType></xml>' as never),
    'event',
    'unknown-event',
    undefined,
  ],
])('%s is found in a captured push', async (_, settings, stdin, step, cause, label) => {
  const found = await diagnosed(settings, stdin)
  expect(found).toMatchObject({ id: `push.${step}`, cause })
  if (label) expect(found.where).toContain(label)
})

test('a push of the future shows that the clock of this machine is slow', async () => {
  expect(await diagnosed({}, captured(), Date.now() - 700_000)).toMatchObject({ id: 'push.clock', cause: 'clock' })
})

test('what comes before the fault is right, what comes after is not reached', async () => {
  const { checks } = await diagnosed({ WX_TOKEN: 'wrong' }, captured())
  const verdicts = checks.filter(({ id }) => id.startsWith('push.')).map(({ verdict }) => verdict)
  expect(verdicts).toEqual(['ok', 'ok', 'ok', 'wrong', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'])
})

test('a right push with right settings has no fault', async () => {
  const { code, out } = await wehook(['doctor', '-'], { stdin: captured() })
  expect(code).toBe(0)
  expect(out).toContain('no errors found')
})

test.each([
  ['a message at the URL of messages', () => messagePush(accountUrl)],
  [
    'an authorization of a host that has its own appid in the path',
    () => authorizationAt(`${url}/${platform.componentAppId}`),
  ],
  ['a message of which only the body was kept', () => messageOf('').json],
])('%s came to the right URL, as far as is known', async (_, stdin) => {
  const { checks } = await diagnosed({}, stdin())
  expect(checks.find(({ id }) => id === 'push.url')).toMatchObject({ verdict: 'ok' })
})

test('settings alone end with what to do next', async () => {
  const { out } = await wehook(['doctor', '--lang', 'zh'])
  expect(out).toContain('没有发现错误')
  expect(out).toContain('wehook doctor --url')
})

test('a query without a file is refused', async () => {
  expect((await wehook(['doctor', '-q', at])).code).toBe(2)
})
