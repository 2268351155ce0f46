import { readFileSync } from 'node:fs'
import { infoTypes, messageEventTypes } from '@wehook/core'
import { expect, test } from 'vitest'
import { eventPages, renderEventPage } from '../../scripts/event-pages.js'

test.each(eventPages)('$file is not stale', ({ file, language, url }) => {
  const page = readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8')
  expect(page, 'run: npm run docs:events').toBe(`${renderEventPage(language, url)}\n`)
})

test.each(eventPages)('$file has a section for every event', ({ language, url }) => {
  const headings = [...renderEventPage(language, url).matchAll(/^## (\w+)$/gm)].map(([, heading]) => heading)
  expect(headings).toEqual(expect.arrayContaining([...(url === 'message' ? messageEventTypes : infoTypes)]))
})
