import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { apiPages } from '../scripts/api-pages.js'
import { apis } from '../src/apis/index.js'

const pages = apiPages.map((page) => ({ ...page, text: page.render(page.language) }))

test.each(pages)('$file is not stale', ({ file, text }) => {
  const page = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  expect(page, 'run: npm run docs:apis').toBe(`${text}\n`)
})

test.each(pages.filter(({ file }) => file.includes('apis')))(
  '$file is found by WeChat’s name, by path and by method',
  ({ text }) => {
    for (const [name, { documented, path }] of Object.entries(apis)) {
      expect(text).toContain(`| [${documented.name}](https://developers.weixin.qq.com/doc/`)
      expect(text).toContain(path)
      if (name !== 'component.authorizerToken') expect(text).toContain(`.${name}()`)
    }
    for (const word of ['verifyBetaMiniprogram', 'secwxaapi_reauth', '/wxa/verifybetaweapp'])
      expect(text).toContain(word)
  },
)

test.each(pages.filter(({ file }) => file.includes('errcodes')))('$file has the code of every table', ({ text }) => {
  for (const { errors } of Object.values(apis)) {
    for (const code of Object.keys(errors)) expect(text).toContain(`\n| ${code} | `)
  }
})
