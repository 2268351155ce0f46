import { expect, it } from 'vitest'
import { preferredLanguage } from '../src/language.js'
import { texts } from '../src/texts.js'

it.each([
  [undefined, 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB,zh;q=0.9', 'en'],
  ['fr,zh;q=0.4', 'zh'],
  ['en;q=0.1,zh;q=0.2', 'zh'],
  [';;;q=x', 'en'],
])('of %s is %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language)
})

it('every text has both languages', () => {
  const missing: string[] = []
  const visit = (value: unknown, path: string) => {
    if (typeof value === 'function') return visit(value(2), path)
    if (typeof value !== 'object' || value === null) return
    if ('en' in value && 'zh' in value) {
      const { en, zh } = value as { readonly en: string; readonly zh: string }
      if (!en || !zh) missing.push(path)
      return
    }
    for (const [name, child] of Object.entries(value)) visit(child, `${path}.${name}`)
  }
  visit(texts, 'texts')
  expect(missing).toEqual([])
})
