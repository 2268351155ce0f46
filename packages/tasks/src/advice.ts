import type { Advice, Language } from '@wehook/core'
import { adviceTexts } from './texts.js'

/**
 * What an advice says to a person, in one sentence.
 *
 * @example adviceText(task.advice, 'zh') // 请改正资料后重新提交。
 */
export function adviceText(advice: Advice, language: Language): string {
  return adviceTexts[advice][language]
}
