import type { Bilingual } from '../language.js'
import { consolePath, type SettingName, settingRows } from '../settings.js'

export type Verdict = 'ok' | 'warn' | 'wrong' | 'skipped'

/** One line of the doctor's report. */
export interface Check {
  readonly id: string
  readonly label: Bilingual
  readonly verdict: Verdict
  /** Stable name of what is wrong, for programs; docs/troubleshooting.md lists them. */
  readonly cause?: string
  readonly text: Bilingual
  /** Where the setting is. */
  readonly where?: string
}

export const callbackUrlLabel = '授权事件接收 URL'
export const messageUrlLabel = '消息与事件接收 URL'

/** The console's label of a setting and its other names. */
export function labelOf(name: SettingName): Bilingual {
  const { label, env } = settingRows[name]
  return { zh: `${label}（${name}，${env}）`, en: `${label} (${name}, ${env})` }
}

export function inConsole(label: string): string {
  return `${consolePath} → ${label}`
}
