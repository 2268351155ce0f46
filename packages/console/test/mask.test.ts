import { expect, it } from 'vitest'
import { howToShow, mask } from '../src/mask.js'
import { payloadLines } from '../src/payload.js'

it.each([
  ['ComponentVerifyTicket', 'secret'],
  ['AuthorizationCode', 'secret'],
  ['auth_code', 'secret'],
  ['PreAuthCode', 'secret'],
  ['auth_url', 'secret'],
  ['AuthorizationCodeExpiredTime', 'open'],
  ['appid', 'open'],
  ['status', 'open'],
  ['legal_persona_name', 'masked'],
  ['name', 'masked'],
  ['component_phone', 'masked'],
  ['something_new', 'masked'],
  ['FromUserName', 'masked'],
  ['openid', 'masked'],
  ['Content', 'masked'],
  ['Latitude', 'masked'],
  ['Label', 'masked'],
] as const)('%s is %s', (field, shown) => {
  expect(howToShow(field)).toBe(shown)
})

it('keeps the first character only', () => {
  expect(mask('张样例')).toBe('张•••')
  expect(mask('')).toBe('')
})

it('never shows a secret, nested ones neither', () => {
  const payload = { info: { tokens: { access: 'made-up-token' } }, list: [{ auth_code: 'made-up-code' }] }
  const text = JSON.stringify(payloadLines(payload, true))
  expect(text).not.toContain('made-up')
})
