import { errorRows } from '../src/errors.js'
import { errorTexts } from './error-texts.js'
import type { Language } from './words.js'

export const errorPages = [
  { file: 'docs/errors.md', language: 'en' },
  { file: 'docs/errors.zh-CN.md', language: 'zh' },
] as const satisfies readonly { readonly file: string; readonly language: Language }[]

const words = {
  en: {
    title: 'Errors and how to fix them',
    generated:
      'Generated from the error table by `npm run docs:errors`. Change packages/core/scripts/error-texts.ts, not this page.',
    other: '[中文](errors.zh-CN.md)',
    intro: [
      'Every error is a `WehookError` with a stable `code`. `message` says what happened, `hint` what to change; neither holds a secret or personal data. `isWehookError(error, code?)` also works across an ESM and a CommonJS copy.',
      'The sender of a request learns only the status; all authentication failures (401) get the same response. Your log has a line `push refused` with the code and a diagnosis, at most one in 10 seconds for each code.',
      '**WeChat’s code** is the one of WeChat’s own sample code (WXBizMsgCrypt) for the same fault.',
    ],
    head: ['`code`', 'Status', 'WeChat’s code', 'When', 'Fix'],
    thrown: '–',
  },
  zh: {
    title: '错误与解决办法',
    generated: '由 `npm run docs:errors` 根据错误表生成。要修改请改 packages/core/scripts/error-texts.ts。',
    other: '[English](errors.md)',
    intro: [
      '所有错误都是 `WehookError`，`code` 固定不变。`message` 说明发生了什么，`hint` 说明怎么改；两者都不含密钥或个人信息。`isWehookError(error, code?)` 在 ESM 与 CommonJS 两份副本之间同样有效。',
      '请求方只能看到状态码；所有认证失败（401）都返回相同的响应。你的日志里有一行 `push refused`，写明错误码和诊断，每种错误码 10 秒内最多一行。',
      '**微信错误码**是微信官方示例代码（WXBizMsgCrypt）对同一故障的编号。',
    ],
    head: ['`code`', '状态码', '微信错误码', '何时出现', '怎么办'],
    thrown: '–',
  },
} as const

/** The page of all errors in one language, as Markdown. */
export function renderErrorPage(language: Language): string {
  const w = words[language]
  const rows = errorRows().map(({ code, httpStatus, wechatCode }) => [
    `\`${code}\``,
    String(httpStatus ?? w.thrown),
    String(wechatCode ?? ''),
    errorTexts[code].when[language],
    errorTexts[code].fix[language],
  ])
  const table = [w.head, w.head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [`# ${w.title}`, `<!-- ${w.generated} -->`, w.other, ...w.intro, table.join('\n')].join('\n\n')
}
