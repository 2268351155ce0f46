import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPublicNames } from './names.js'

test('each package exports the names of names.json and no other: every addition is a decision', () => {
  const committed = JSON.parse(readFileSync(new URL('names.json', import.meta.url), 'utf8'))
  expect(readPublicNames(), 'if it is meant: npm run public-names').toEqual(committed)
}, 60_000)

test.each([
  ['@wehook/core', 'core'],
  ['@wehook/core/fetch', 'core'],
  ['@wehook/express', 'express'],
  ['@wehook/fastify', 'fastify'],
])('the README has a line for every name of %s', (specifier, folder) => {
  const readme = readFileSync(new URL(`../../packages/${folder}/README.md`, import.meta.url), 'utf8')
  const committed = JSON.parse(readFileSync(new URL('names.json', import.meta.url), 'utf8'))
  expect(committed[specifier].filter((name: string) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([])
})
