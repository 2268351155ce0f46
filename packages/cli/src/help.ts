import { type Command, commonOptions, type Options } from './command.js'
import type { Bilingual, Language } from './language.js'
import type { Style } from './style.js'

const words = {
  usage: { zh: '用法', en: 'Usage' },
  commands: { zh: '命令', en: 'Commands' },
  options: { zh: '选项', en: 'Options' },
  examples: { zh: '示例', en: 'Examples' },
  exit: { zh: '退出码', en: 'Exit codes' },
} as const satisfies Record<string, Bilingual>

const headline: Bilingual = {
  zh: 'wehook：开发和排查微信第三方平台推送的命令行工具',
  en: 'wehook: develop with the pushes of a WeChat third-party platform (微信开放平台第三方平台) and find out why they fail',
}

const exits: readonly (readonly [string, Bilingual])[] = [
  ['0', { zh: '成功', en: 'done; the result is positive' }],
  [
    '1',
    {
      zh: '结果为失败：没有应答 success、推送不可信、某项检查不通过',
      en: 'the result is negative: not `success`, not authentic, a check failed',
    },
  ],
  ['2', { zh: '命令行或配置项无法使用', en: 'the command line or a setting cannot be used' }],
]

const more: Bilingual = {
  zh: '`wehook <命令> --help` 显示该命令的选项。密钥依次取自选项、环境变量、.env；不会打印任何密钥。',
  en: '`wehook <command> --help` shows its options. Credentials come from options, then the environment, then .env; no secret is ever printed.',
}

export function helpOfAll(commands: readonly Command[], language: Language, style: Style): string {
  return [
    headline[language],
    section(words.usage, [`wehook <${commands.map(({ name }) => name).join('|')}> [options]`], language, style),
    section(words.commands, columns(commands.map(({ name, summary }) => [name, summary[language]])), language, style),
    section(words.exit, columns(exits.map(([code, text]) => [code, text[language]])), language, style),
    more[language],
  ].join('\n\n')
}

export function helpOf(command: Command, language: Language, style: Style): string {
  return [
    `wehook ${command.name}: ${command.summary[language]}`,
    section(words.usage, command.usage, language, style),
    section(words.options, columns(optionRows({ ...command.options, ...commonOptions }, language)), language, style),
    ...(command.notes ? [command.notes[language]] : []),
    section(words.examples, command.examples, language, style),
    section(words.exit, columns(exits.map(([code, text]) => [code, text[language]])), language, style),
  ].join('\n\n')
}

function section(title: Bilingual, lines: readonly string[], language: Language, style: Style): string {
  return [style.bold(`${title[language]}:`), ...lines.map((line) => `  ${line}`)].join('\n')
}

function optionRows(options: Options, language: Language): readonly (readonly [string, string])[] {
  return Object.entries(options).map(([name, { short, value, help }]) => [
    `${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`,
    help[language],
  ])
}

/** Left column as wide as its widest cell. */
export function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => widthOf(left)))
  return rows.map(([left, right]) => `${left}${' '.repeat(width - widthOf(left) + 2)}${right}`)
}

/** Chinese characters and full-width punctuation take two columns of a terminal. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0)
}
