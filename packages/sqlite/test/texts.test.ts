import { expect, test } from 'vitest'
import { incompleteTexts } from '../../../test/support/texts.js'
import { texts } from '../src/texts.js'

test('every text of the SQLite storage has both languages', () => {
  expect(incompleteTexts(texts)).toEqual([])
})
