import { expect, test } from 'vitest'
import { languageIn, languageOf } from '../src/language.js'
import { captured, wehook } from './run'

test.each([
  [['--lang', 'zh', 'open', '--help'], '用法'],
  [['open', '--lang', 'zh', '--help'], '用法'],
  [['--lang=zh', '--help'], '命令'],
  [['--help', '--lang', 'zh'], '命令'],
  [['help', '--lang=zh'], '命令'],
  [['--lang', 'zh', 'pusch'], '没有命令 "pusch"'],
  [['pusch', '--lang', 'zh'], '没有命令 "pusch"'],
  [['--lang', 'zh', 'push', '--nonsense'], '没有选项 --nonsense'],
  [['push', '--lang', 'zh'], '请给出 InfoType 和 URL'],
  [
    ['push', '--lang', 'zh', 'http://127.0.0.1:9/', 'authorized'],
    '先写 InfoType，再写 URL：wehook push authorized http://127.0.0.1:9/',
  ],
  [['--json', '--lang', 'zh', 'doctor', '--url', 'x', '--query', 'q'], '--query 要与文件一起使用'],
])('wehook %j speaks Chinese', async (argv, text) => {
  expect((await wehook(argv)).all).toContain(text)
})

test('another language is refused in the language of the terminal', async () => {
  const { code, err } = await wehook(['open', '--lang', 'fr'], { env: { LANG: 'zh_CN.UTF-8' } })
  expect([code, err.split('\n')[0]]).toEqual([2, 'wehook: --lang 只能是 zh 或 en'])
})

test('issues of a document come in Chinese', async () => {
  const xml =
    '<xml><AppId><![CDATA[wxc0c0c0c0c0c0c0c0]]></AppId><CreateTime>1</CreateTime><InfoType>authorized</InfoType></xml>'
  const { out } = await wehook(['open', '--lang', 'zh'], { stdin: xml })
  expect(out).toContain('问题')
  expect(out).toContain('缺少 AuthorizerAppid')
  expect(out).not.toContain('is missing')
})

test('what the library calls an option of a function is an option of the command here, in both languages', async () => {
  const broken = {
    WX_APPID: 'wxc0c0c0c0c0c0c0c0',
    WX_TOKEN: 'wrong',
    WX_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  }
  for (const lang of ['en', 'zh']) {
    const { out } = await wehook(['open', '--lang', lang], { stdin: captured(), env: broken })
    expect(out).toContain('--token (WX_TOKEN)')
    expect(out).not.toMatch(/\[current, previous\]|\[新, 旧\]|componentAppId|encodingAesKey/)
  }
  const bad = await wehook(['push', 'authorized', 'http://127.0.0.1:9', '--aes-key', 'short'])
  expect(bad.code).toBe(2)
  expect(bad.err).toContain('--aes-key (WX_AES_KEY)')
})

test('languageOf and languageIn', () => {
  expect([languageOf({ LANG: 'zh_CN' }), languageOf({ LC_ALL: 'en', LANG: 'zh' }), languageOf({})]).toEqual([
    'zh',
    'en',
    'en',
  ])
  expect([languageIn(['--lang', 'zh']), languageIn(['--lang=en']), languageIn(['--lang']), languageIn([])]).toEqual([
    'zh',
    'en',
    undefined,
    undefined,
  ])
})

test('what sealPush refuses comes in Chinese', async () => {
  const { code, err } = await wehook(['push', 'authorised', 'http://127.0.0.1:9', '--lang', 'zh'])
  expect(code).toBe(2)
  expect(err).toContain("没有 infoType 'authorised'，是不是 'authorized'？")
})
