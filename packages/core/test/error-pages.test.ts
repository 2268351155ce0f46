import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorPages, renderErrorPage } from '../scripts/error-pages.js'
import { errorRows } from '../src/errors.js'

test.each(errorPages)('$file is not stale', ({ file, language }) => {
  const page = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  expect(page, 'run: npm run docs:errors').toBe(`${renderErrorPage(language)}\n`)
})

test.each(errorPages)('$file has a row for every code, with its status', ({ language }) => {
  const page = renderErrorPage(language)
  for (const { code, httpStatus } of errorRows()) expect(page).toContain(`| \`${code}\` | ${httpStatus ?? '–'} |`)
})
