import type { Bilingual, Language } from '@wehook/core'

export type { Bilingual, Language }

/** Chinese where the terminal's locale is Chinese. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^zh/i.test(locale) ? 'zh' : 'en'
}

/** The language that `--lang` names, wherever it is in the command line; `undefined` for another value. */
export function languageIn(argv: readonly string[]): Language | undefined {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='))
  const value = argv[at]?.startsWith('--lang=') ? argv[at]?.slice('--lang='.length) : argv[at + 1]
  return at >= 0 && (value === 'zh' || value === 'en') ? value : undefined
}
