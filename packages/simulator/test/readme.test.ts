import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withRules } from '../scripts/rules-table.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

describe('the README', () => {
  it('has the catalogue of rules as it is; scripts/write-rules.ts writes it', () => {
    expect(withRules(readme)).toBe(readme)
  })
})
