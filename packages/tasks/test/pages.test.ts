import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withKinds } from '../scripts/kind-pages.js'

const pages = [
  ['from-the-call-to-the-outcome.md', 'en'],
  ['from-the-call-to-the-outcome.zh-CN.md', 'zh'],
] as const

test.each(pages)('%s has the kinds as they are; npm run docs:tasks writes them', (file, language) => {
  const page = readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8')
  expect(withKinds(page, language)).toBe(page)
})
