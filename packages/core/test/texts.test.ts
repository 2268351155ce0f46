import { expect, test } from 'vitest'
import { incompleteTexts } from '../../../test/support/texts.js'
import { httpTexts } from '../src/http/texts.js'
import { pushTexts } from '../src/push/texts.js'
import { texts } from '../src/texts.js'

test('every text of core has both languages', () => {
  expect(incompleteTexts({ texts, httpTexts, pushTexts })).toEqual([])
})
