import type { Bilingual } from '../language.js'
import { type SettingName, type Settings, settingRows } from '../settings.js'
import { type Check, inConsole, labelOf, type Verdict } from './check.js'

interface Rule {
  readonly cause: string
  readonly verdict: Verdict
  /** Does the value have this fault? `settings` is for faults that involve two values. */
  readonly shows: (value: string, settings: Settings) => boolean
  readonly text: (value: string) => Bilingual
}

/** Faults that any text may have: they come from how it was copied or quoted. */
const copied: readonly Rule[] = [
  {
    cause: 'quoted',
    verdict: 'wrong',
    shows: (value) => /^(["'“‘]).*["'”’]$/.test(value),
    text: () => ({
      zh: '值带有引号：docker --env-file 和部分面板会把引号当作值的一部分，请去掉引号',
      en: 'quotes are part of the value: docker --env-file and some panels keep them; remove them',
    }),
  },
  {
    cause: 'spaces',
    verdict: 'wrong',
    shows: (value) => /\s|[\u200b\ufeff]/.test(value),
    text: () => ({
      zh: '值里有空白或不可见字符，请重新复制',
      en: 'it contains a space or an invisible character: copy it again',
    }),
  },
]

const swapped: Rule = {
  cause: 'swapped',
  verdict: 'wrong',
  shows: (_, { token, encodingAesKey }) =>
    isAesKey(token[0] ?? '') && (encodingAesKey[0] ?? '') !== '' && !isAesKey(encodingAesKey[0] ?? ''),
  text: () => ({
    zh: '消息校验 Token 与消息加解密 Key 写反了：43 个字符的是消息加解密 Key',
    en: '消息校验 Token and 消息加解密 Key are swapped: the one of 43 characters is 消息加解密 Key',
  }),
}

const rules: { readonly [name in SettingName]: readonly Rule[] } = {
  componentAppId: [
    ...copied,
    {
      cause: 'original-id',
      verdict: 'wrong',
      shows: (value) => value.startsWith('gh_'),
      text: () => ({
        zh: '这是原始 ID（gh_…），这里要填第三方平台 appid（wx…）',
        en: 'this is an 原始ID (gh_…); 第三方平台 appid (wx…) belongs here',
      }),
    },
    {
      cause: 'appid-form',
      verdict: 'warn',
      shows: (value) => !/^wx[0-9a-f]{16}$/.test(value),
      text: () => ({
        zh: '通常是 wx 加 16 位十六进制小写字符，请核对',
        en: 'an appid is usually wx and 16 lower-case hex digits: check it',
      }),
    },
  ],
  token: [...copied, swapped],
  encodingAesKey: [
    ...copied,
    swapped,
    {
      cause: 'aes-key-padded',
      verdict: 'wrong',
      shows: (value) => value.length === 44 && value.endsWith('='),
      text: () => ({ zh: '末尾多了一个 =，请去掉', en: 'it ends with a =: remove it' }),
    },
    {
      cause: 'aes-key-is-secret',
      verdict: 'wrong',
      shows: (value) => /^[0-9a-f]{32}$/.test(value),
      text: () => ({
        zh: '这像是 AppSecret（32 位十六进制），这里要填消息加解密 Key（43 个字符）',
        en: 'this looks like an AppSecret (32 hex digits); 消息加解密 Key (43 characters) belongs here',
      }),
    },
    {
      cause: 'aes-key-length',
      verdict: 'wrong',
      shows: (value) => value.length !== 43,
      text: (value) => ({
        zh: `有 ${value.length} 个字符，应为 43 个，请重新复制`,
        en: `it has ${value.length} characters, expected 43: copy it again`,
      }),
    },
    {
      cause: 'aes-key-alphabet',
      verdict: 'wrong',
      shows: (value) => !/^[A-Za-z0-9+/]+$/.test(value),
      text: () => ({ zh: '含有字母和数字以外的字符', en: 'it contains characters other than letters and digits' }),
    },
  ],
}

const fine: Bilingual = { zh: '格式正确', en: 'well-formed' }

/** Checks the form of each setting, without any push. No value is shown. */
export function checkSettings(settings: Settings): readonly Check[] {
  return (Object.keys(settingRows) as SettingName[]).map((name) => {
    const base = { id: `setting.${name}`, label: labelOf(name), where: inConsole(settingRows[name].label) }
    const values = settings[name]
    if (values.length === 0) return { ...base, verdict: 'wrong', cause: 'missing', text: missing(name) }
    const found = values
      .flatMap((value) => rules[name].filter((rule) => rule.shows(value, settings)).map((rule) => ({ rule, value })))
      .at(0)
    if (!found) return { id: base.id, label: base.label, verdict: 'ok', text: fine }
    return { ...base, verdict: found.rule.verdict, cause: found.rule.cause, text: found.rule.text(found.value) }
  })
}

function missing(name: SettingName): Bilingual {
  const { flag, env } = settingRows[name]
  return {
    zh: `没有提供：请用 --${flag}、环境变量 ${env} 或 .env 设置`,
    en: `it is missing: give --${flag}, or set ${env} in the environment or in .env`,
  }
}

function isAesKey(value: string): boolean {
  return /^[A-Za-z0-9+/]{43}$/.test(value)
}
