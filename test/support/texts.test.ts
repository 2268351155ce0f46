import { expect, test } from 'vitest'
import { incompleteTexts } from './texts.js'

test('a row without a language is named, whether it is a pair, a function or a group of rows', () => {
  const table = {
    whole: { en: 'a', zh: '甲' },
    group: { message: (size: number) => ({ en: `${size} bytes`, zh: `${size} bytes` }), hint: { en: 'b', zh: '乙' } },
    english: { zh: '丙' },
    text: 'd',
  }
  expect(incompleteTexts(table)).toEqual([
    'group.message has no Chinese',
    'english has no English',
    'text is not a pair',
  ])
})
