import { expect, test } from 'vitest'
import { shellWords } from '../../src/input/shell-words'

test('words are split as a shell splits them', () => {
  expect(shellWords(`a 'b c' "d \\"e\\"" f\\ g $'h\\n\\u4e2d' i'j'"k" '' $l`)).toEqual([
    'a',
    'b c',
    'd "e"',
    'f g',
    'h\n中',
    'ijk',
    '',
    '$l',
  ])
})
