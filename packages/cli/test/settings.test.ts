import { expect, test } from 'vitest'
import { captured, env, otherKey, platform, wehook } from './run'

const push = captured()

test('options win over the environment', async () => {
  const { code, out } = await wehook(['open', '--token', 'another'], { stdin: push })
  expect(code).toBe(1)
  expect(out).toContain('消息校验 Token')
})

test('the environment wins over .env', async () => {
  const files = { '.env': 'WX_TOKEN=another\n' }
  expect((await wehook(['open'], { stdin: push, files })).code).toBe(0)
})

test('what is in neither comes from .env, quoted or not', async () => {
  const files = {
    '.env': `WX_APPID=${platform.componentAppId}\nWX_TOKEN="${platform.token}"\nWX_AES_KEY=${platform.encodingAesKey}\n`,
  }
  expect((await wehook(['open'], { stdin: push, files, env: {} })).code).toBe(0)
})

test('--env-file names another file, and one that is missing is an error', async () => {
  const files = {
    prod: Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  }
  expect((await wehook(['open', '--env-file', 'prod'], { stdin: push, files, env: {} })).code).toBe(0)
  const { code, err } = await wehook(['open', '--env-file', 'gone'], { stdin: push, env: {} })
  expect(code).toBe(2)
  expect(err).toContain('gone')
})

test('a setting given nowhere is named with its label in the console and the ways to give it', async () => {
  const { code, err } = await wehook(['open'], { stdin: push, env: { WX_TOKEN: platform.token } })
  expect(code).toBe(2)
  expect(err).toContain('消息加解密 Key: --aes-key, WX_AES_KEY')
  expect(err).toContain('第三方平台 appid: --component-appid, WX_APPID')
  expect(err).not.toContain('消息校验 Token')
})

test('previous values open pushes of before the change, and it is said', async () => {
  const renewed = { ...env, WX_TOKEN: 'new', WX_TOKEN_PREVIOUS: platform.token, WX_AES_KEY: otherKey }
  const { code, out } = await wehook(['open'], {
    stdin: push,
    env: { ...renewed, WX_AES_KEY_PREVIOUS: platform.encodingAesKey },
  })
  expect(code).toBe(0)
  expect(out).toContain('signed with the previous token')
  expect(out).toContain('encrypted with the previous key')
})
