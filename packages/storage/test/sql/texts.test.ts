import { expect, test } from 'vitest'
import { incompleteTexts } from '../../../../test/support/texts.js'
import { texts } from '../../src/sql/texts.js'

test('every text of the SQL storages has both languages', () => {
  expect(incompleteTexts(texts)).toEqual([])
})
