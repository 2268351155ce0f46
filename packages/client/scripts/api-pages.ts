import type { Language } from '@wehook/core'
import { pagesUrl } from '../src/apis/api.js'
import { apis } from '../src/apis/index.js'
import { describeErrcode, type ErrorDescription } from '../src/errors/describe.js'
import { globalErrors } from '../src/errors/global.js'
import type { ErrorTable } from '../src/errors/row.js'
import { words } from './words.js'

type Row = (typeof apis)[keyof typeof apis]

export const apiPages = [
  { file: 'docs/apis.md', render: renderApis, language: 'en' },
  { file: 'docs/apis.zh-CN.md', render: renderApis, language: 'zh' },
  { file: 'docs/errcodes.md', render: renderErrcodes, language: 'en' },
  { file: 'docs/errcodes.zh-CN.md', render: renderErrcodes, language: 'zh' },
] as const

/** Which method calls which interface of WeChat. */
function renderApis(language: Language): string {
  const w = words[language].apis
  const rows = Object.entries<Row>(apis).map(([name, api]) => [
    `[${api.documented.name}](${new URL(api.documented.page, pagesUrl)})`,
    `\`${api.method} ${pathOf(api)}\`${api.retiredOn ? w.retired(api.retiredOn) : ''}`,
    `\`${methodOf(name, api)}\``,
    w.tokens[api.token],
    api.permissionSets.join(w.or),
    api.pushes.map((push) => `\`${push}\``).join(w.and),
  ])
  const head = [`# ${w.title}`, `<!-- ${w.generated} -->`, w.other, ...w.intro]
  return [...head, toTable(w.head, rows), ...w.outro].join('\n\n')
}

function pathOf({ path, query = {} }: Row): string {
  const text = new URLSearchParams(query).toString()
  return text ? `${path}?${text}` : path
}

/** As it is written in an app. */
function methodOf(name: string, { token }: Row): string {
  if (name === 'component.authorizerToken') return 'client.authorizer(appid).accessToken()'
  return token === 'authorizer' ? `client.authorizer(appid).${name}()` : `client.${name}()`
}

/** What each errcode means in each API. */
function renderErrcodes(language: Language): string {
  const w = words[language].errcodes
  const sections = tablesOfApis().map(({ names, table }) => {
    const codes = Object.keys(table).map((code) => describeErrcode(table, Number(code)))
    return `## ${names.join(w.and)}\n\n${toErrorTable(codes, language)}`
  })
  const everywhere = Object.keys(globalErrors).map((code) => describeErrcode(globalErrors, Number(code)))
  return [
    `# ${w.title}`,
    `<!-- ${w.generated} -->`,
    w.other,
    ...w.intro,
    ...sections,
    `## ${w.everywhere}\n\n${toErrorTable(everywhere, language)}`,
  ].join('\n\n')
}

/** One table each, with the methods that share it. */
function tablesOfApis(): readonly { readonly names: readonly string[]; readonly table: ErrorTable }[] {
  const byTable = new Map<ErrorTable, string[]>()
  for (const [name, { errors }] of Object.entries<Row>(apis)) {
    if (Object.keys(errors).length > 0) byTable.set(errors, [...(byTable.get(errors) ?? []), `\`${name}\``])
  }
  return [...byTable].map(([table, names]) => ({ names, table }))
}

function toErrorTable(codes: readonly ErrorDescription[], language: Language): string {
  const { errcodes: w } = words[language]
  const rows = codes
    .toSorted((a, b) => a.errcode - b.errcode)
    .map((code) => [
      String(code.errcode),
      language === 'en' ? `${code.meaning.en} (${code.meaning.zh})` : code.meaning.zh,
      `\`${code.advice}\``,
      code.hint[language] + limitOf(code, language),
    ])
  return toTable(w.head, rows)
}

/** How long it lasts; the hint of `wait` says so itself. */
function limitOf({ advice, retryAfter }: ErrorDescription, language: Language): string {
  if (advice === 'wait' || !retryAfter || !('hours' in retryAfter)) return ''
  return words[language].errcodes.atMost(retryAfter.hours)
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}
