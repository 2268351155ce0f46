import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { blocksOf, readDocument, withoutComments } from './blocks'

const root = new URL('../../', import.meta.url)
/** Written by generators, which have tests of their own. */
const generated = ['events.md', 'errors.md']
const guides = readdirSync(new URL('docs/', root)).filter(
  (name) => name.endsWith('.md') && !name.endsWith('.zh-CN.md') && !generated.includes(name),
)

/** Each document beside its translation. */
const pairs = ['README.md', ...guides.map((name) => `docs/${name}`)].map((path) => ({
  path,
  english: readDocument(path),
  chinese: readDocument(path.replace('.md', '.zh-CN.md')),
}))

const prose = (markdown: string) => markdown.replace(/^```[\s\S]*?^```$/gm, '')
const headingLevels = (markdown: string) => [...prose(markdown).matchAll(/^(#+) /gm)].map(([, marks]) => marks)

/** Rows of the tables as the code that stands in each cell: what no translation changes. */
function tableCodes(markdown: string): readonly (readonly string[])[] {
  const rows = prose(markdown).match(/^\|.*\|$/gm) ?? []
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => (cell.match(/`[^`]+`|\d+\.\d+\.\d+|ERR_\w+/g) ?? []).join(' ')),
  )
}

const links = (markdown: string) =>
  [...prose(markdown).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = '']) => target)

describe.each(pairs)('$path and its translation', ({ path, english, chinese }) => {
  test('have the same headings', () => {
    expect(headingLevels(chinese)).toEqual(headingLevels(english))
  })

  test('have the same code, but for comments', () => {
    const codeOf = (markdown: string) =>
      blocksOf(markdown).map(({ language, code }) =>
        language === 'mermaid' ? language : `${language}\n${withoutComments(code)}`,
      )
    expect(codeOf(chinese)).toEqual(codeOf(english))
  })

  test('have the same tables, by their shape and the code in them', () => {
    expect(tableCodes(chinese)).toEqual(tableCodes(english))
  })

  test('link to files that are there, each to its own language', () => {
    const folder = new URL(path, root)
    for (const target of [...links(english), ...links(chinese)]) {
      expect(existsSync(new URL(target, folder)), target).toBe(true)
    }
    const translated = links(english).map((target) => {
      const own = target.replace(/\.md$/, '.zh-CN.md')
      return existsSync(new URL(own, folder)) ? own : target
    })
    // Its own translation is the one link that goes the other way.
    const back = path.split('/').at(-1) ?? ''
    const ahead = back.replace('.md', '.zh-CN.md')
    const others = (targets: readonly string[]) => targets.filter((target) => target !== back && target !== ahead)
    expect(others(links(chinese))).toEqual(others(translated))
  })
})
