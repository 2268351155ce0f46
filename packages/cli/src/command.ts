import { parseArgs } from 'node:util'
import type { Io } from './io.js'
import type { Bilingual, Language } from './language.js'
import type { Style } from './style.js'

/** The exit codes. Documented in `wehook --help`. */
export const exitCodes = {
  /** Done; the result is positive. */
  ok: 0,
  /** The result is negative: not `success`, not authentic, a check failed. */
  no: 1,
  /** The command line or a setting cannot be used. */
  usage: 2,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** The name of the value in the help. */
  readonly value?: string
  readonly help: Bilingual
}

export type Options = Readonly<Record<string, Option>>

/** A command as data: its help and its parser are derived from it. */
export interface Command {
  readonly name: string
  readonly summary: Bilingual
  readonly usage: readonly string[]
  readonly options: Options
  readonly examples: readonly string[]
  readonly notes?: Bilingual
  run(args: Args, context: Context): Promise<ExitCode>
}

export interface Args {
  readonly positionals: readonly string[]
  text(name: string): string | undefined
  texts(name: string): readonly string[]
  flag(name: string): boolean
}

export interface Context {
  readonly io: Io
  readonly language: Language
  readonly style: Style
  /** Print JSON and nothing else on standard output, one document per line. */
  readonly isJson: boolean
  say(text: Bilingual): string
}

/** A mistake on the command line, with what to do about it: printed without a stack in the language of the command, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly text: Bilingual

  constructor(en: string, zh: string) {
    super(en)
    this.text = { en, zh }
  }
}

/** Options that every command has. */
export const commonOptions: Options = {
  json: {
    type: 'boolean',
    help: { zh: '只输出 JSON，一个文档一行', en: 'print only JSON, one document per line' },
  },
  lang: {
    type: 'string',
    value: 'zh|en',
    help: { zh: '输出语言，默认按终端的 LANG', en: "language of the output; default: the terminal's LANG" },
  },
  help: { type: 'boolean', short: 'h', help: { zh: '显示帮助', en: 'show this help' } },
}

/** @throws UsageError */
export function parse(argv: readonly string[], options: Options): Args {
  const { values, positionals } = parseStrictly(argv, { ...options, ...commonOptions })
  const listOf = (name: string) => [values[name] ?? []].flat()
  return {
    positionals,
    text: (name) => listOf(name).filter((value) => typeof value === 'string')[0],
    texts: (name) => listOf(name).filter((value) => typeof value === 'string'),
    flag: (name) => values[name] === true,
  }
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>
  readonly positionals: readonly string[]
}

function parseStrictly(argv: readonly string[], options: Options): Parsed {
  const config = Object.entries(options).map(([name, { type, short, multiple = false }]) => [
    name,
    { type, multiple, ...(short && { short }) },
  ])
  try {
    return parseArgs({ args: [...argv], options: Object.fromEntries(config), allowPositionals: true })
  } catch (error) {
    throw toUsageError(error)
  }
}

/** Keeps the first sentence of the message of parseArgs, which says what is wrong. The rest explains positionals and does not help here. */
function toUsageError(error: unknown): UsageError {
  const { code, message } = error as { readonly code?: string; readonly message: string }
  const en = message.split('. ')[0] ?? message
  const option = /'([^']+)'/.exec(message)?.[1] ?? ''
  const zh = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? `没有选项 ${option}` : `选项 ${option} 的写法不对`
  return new UsageError(en, zh)
}
