import { expect, test } from 'vitest'
import { incompleteTexts } from '../../../test/support/texts.js'
import { adviceTexts, texts } from '../src/texts.js'

test('every text is there in both languages', () => {
  expect(incompleteTexts(texts)).toEqual([])
  expect(incompleteTexts(adviceTexts)).toEqual([])
})
