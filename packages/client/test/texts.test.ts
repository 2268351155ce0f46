import { expect, test } from 'vitest'
import { incompleteTexts } from '../../../test/support/texts.js'
import { apis } from '../src/apis/index.js'
import { globalErrors } from '../src/errors/global.js'
import { texts } from '../src/texts.js'

test('every text of the client has both languages', () => {
  expect(incompleteTexts(texts)).toEqual([])
})

test('every error row and every hint has both languages', () => {
  const tables = {
    everywhere: globalErrors,
    ...Object.fromEntries(Object.entries(apis).map(([name, { errors }]) => [name, errors])),
  }
  const rows = Object.entries(tables).flatMap(([name, table]) =>
    Object.entries(table).flatMap(([code, { en, zh, hint }]) => [
      [`${name} ${code}`, { en, zh }],
      ...(hint ? [[`${name} ${code} hint`, hint]] : []),
    ]),
  )
  expect(rows.length).toBeGreaterThan(150)
  expect(incompleteTexts(Object.fromEntries(rows))).toEqual([])
})
