import * as util from 'node:util'
import type { PlatformOptions } from '@wehook/core'
import { type Args, type Options, UsageError } from './command.js'
import type { Io } from './io.js'

/** Where in WeChat's console the settings are. */
export const consolePath = 'open.weixin.qq.com → 管理中心 → 第三方平台 → 开发资料'

/** The three settings in the order in which they are checked; `label` is the console's own. */
export const settingRows = {
  componentAppId: { flag: 'component-appid', env: 'WX_APPID', label: '第三方平台 appid' },
  token: { flag: 'token', env: 'WX_TOKEN', label: '消息校验 Token' },
  encodingAesKey: { flag: 'aes-key', env: 'WX_AES_KEY', label: '消息加解密 Key' },
} as const

export type SettingName = keyof typeof settingRows

export const settingOptions: Options = {
  'component-appid': {
    type: 'string',
    value: 'wx…',
    help: { zh: '第三方平台 appid（WX_APPID）', en: '第三方平台 appid (WX_APPID)' },
  },
  token: {
    type: 'string',
    multiple: true,
    value: 'text',
    help: {
      zh: '消息校验 Token（WX_TOKEN）；再写一次可提供旧值（WX_TOKEN_PREVIOUS）',
      en: '消息校验 Token (WX_TOKEN); give it twice for the previous one (WX_TOKEN_PREVIOUS)',
    },
  },
  'aes-key': {
    type: 'string',
    multiple: true,
    value: '43 characters',
    help: {
      zh: '消息加解密 Key（WX_AES_KEY）；再写一次可提供旧值（WX_AES_KEY_PREVIOUS）',
      en: '消息加解密 Key (WX_AES_KEY); give it twice for the previous one (WX_AES_KEY_PREVIOUS)',
    },
  },
  'env-file': {
    type: 'string',
    value: 'path',
    help: { zh: '读取此文件，默认当前目录的 .env', en: 'read this file; default: .env in the current folder' },
  },
}

/** The values as they were given, unchecked; the current one first. */
export type Settings = { readonly [name in SettingName]: readonly string[] }

/** Options take precedence over the environment, the environment over the .env file. */
export function readSettings(args: Args, io: Pick<Io, 'env' | 'readFile'>): Settings {
  const file = readEnvFile(args.text('env-file'), io)
  const read = ({ flag, env }: { readonly flag: string; readonly env: string }): readonly string[] => {
    const flags = args.texts(flag)
    if (flags.length > 0) return flags
    const source = io.env[env] ? io.env : file
    return [source[env], source[`${env}_PREVIOUS`]].filter((value) => value !== undefined && value !== '') as string[]
  }
  return {
    componentAppId: read(settingRows.componentAppId).slice(0, 1),
    token: read(settingRows.token),
    encodingAesKey: read(settingRows.encodingAesKey),
  }
}

/** The AppSecret, which only the simulated platform uses; read from the same three places. */
export function readAppSecret(args: Args, io: Pick<Io, 'env' | 'readFile'>): string | undefined {
  const env = 'WX_APP_SECRET'
  return args.text('app-secret') ?? (io.env[env] || readEnvFile(args.text('env-file'), io)[env] || undefined)
}

/** Is any setting given? */
export function isGiven(settings: Settings): boolean {
  return Object.values(settings).some((values) => values.length > 0)
}

/** @throws UsageError that names what is missing and the three places where it can be given. */
export function toPlatformOptions(settings: Settings): PlatformOptions {
  const missing = Object.entries(settingRows).filter(([name]) => settings[name as SettingName].length === 0)
  if (missing.length > 0) {
    const list = (or: string) =>
      missing.map(([, { label, flag, env }]) => `\n  ${label}: --${flag}, ${env}${or} .env ${env}=…`).join('')
    throw new UsageError(
      `missing settings${list(', or in')}\nFind them in WeChat's console: ${consolePath}. \`wehook doctor\` checks them.`,
      `缺少配置${list('，或')}\n在微信后台查看：${consolePath}。可用 \`wehook doctor\` 检查。`,
    )
  }
  return {
    componentAppId: settings.componentAppId[0] as string,
    token: pair(settings.token),
    encodingAesKey: pair(settings.encodingAesKey),
  }
}

function pair(values: readonly string[]): string | readonly [string, string] {
  const [current = '', previous] = values
  return previous === undefined ? current : [current, previous]
}

type EnvFile = Readonly<Record<string, string | undefined>>

function readEnvFile(path: string | undefined, io: Pick<Io, 'readFile'>): EnvFile {
  let content: string
  try {
    content = io.readFile(path ?? '.env')
  } catch {
    if (path === undefined) return {}
    throw new UsageError(`cannot read the file of --env-file: ${path}`, `无法读取 --env-file 指定的文件：${path}`)
  }
  // Node has it since 20.12.
  const { parseEnv } = util as { readonly parseEnv?: (content: string) => EnvFile }
  if (!parseEnv)
    throw new UsageError(
      'reading .env needs Node 20.12 or later: use environment variables or options',
      '读取 .env 需要 Node 20.12 及以上版本，请改用环境变量或选项',
    )
  return parseEnv(content)
}
