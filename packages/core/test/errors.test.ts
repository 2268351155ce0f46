import { inspect } from 'node:util'
import { errorText, WehookError } from '@wehook/core'
import { expect, test } from 'vitest'

const error = new WehookError(
  'ERR_INTERNAL',
  { en: 'it broke', zh: '出现故障' },
  { hint: { en: 'repair it', zh: '请修复' } },
)

test('an error speaks English and keeps the Chinese beside it', () => {
  expect(error).toMatchObject({ message: 'it broke', hint: 'repair it' })
  expect(error.zh).toEqual({ message: '出现故障', hint: '请修复' })
  expect(errorText(error, 'en')).toEqual({ message: 'it broke', hint: 'repair it' })
  expect(errorText(error, 'zh')).toEqual({ message: '出现故障', hint: '请修复' })
})

test('a printed error has one language', () => {
  expect(inspect(error)).toContain('it broke')
  expect(inspect(error)).not.toContain('出现故障')
})
