import type { Bilingual } from './language.js'
import { settingRows } from './settings.js'

const names: readonly (readonly [RegExp, string])[] = [
  ...Object.entries(settingRows).map(
    ([name, { flag, env }]) => [new RegExp(`\\b${name}\\b`, 'g'), `--${flag} (${env})`] as const,
  ),
  [/\bpass \[current, previous\]/g, 'give the option twice, the current value first'],
  [/传 \[新, 旧\] 两个/g, '把该选项写两次，新值在前'],
  [/\bkeep \[current, previous\]/g, 'keep giving both values, the current one first,'],
  [/一直保留 \[新, 旧\]/g, '一直同时给出新旧两个值，新值在前'],
]

/** Rewrites a text of the library for the command line: names of flags instead of options of a function. */
export function inFlags(text: string): string {
  return names.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text)
}

export const bothInFlags = ({ en, zh }: Bilingual): Bilingual => ({ en: inFlags(en), zh: inFlags(zh) })
