import { expect, test } from 'vitest'
import { wantsColor } from '../src/style'

test.each([
  ['a terminal', { isTTY: true }, {}, true],
  ['a pipe', {}, {}, false],
  ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
  ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
])('%s decides on colours', (_, stream, env, wanted) => {
  expect(wantsColor(stream, env)).toBe(wanted)
})
