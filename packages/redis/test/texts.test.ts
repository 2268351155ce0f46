import { expect, test } from 'vitest'
import { incompleteTexts } from '../../../test/support/texts.js'
import * as texts from '../src/texts.js'

test('every text of redis has both languages', () => {
  expect(incompleteTexts(texts)).toEqual([])
})
