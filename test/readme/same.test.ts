import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { blocksOf, guides, readDocument, withoutComments } from './blocks'
import { headings } from './headings'

const root = new URL('../../', import.meta.url)
/** Each document beside its translation. */
const pairs = ['README.md', ...guides.map((name) => `docs/${name}`)].map((path) => ({
  path,
  english: readDocument(path),
  chinese: readDocument(path.replace('.md', '.zh-CN.md')),
}))

const prose = (markdown: string) => markdown.replace(/^```[\s\S]*?^```$/gm, '')
const headingsOf = (markdown: string) => prose(markdown).match(/^#+ .*$/gm) ?? []

/** What no translation changes: code and figures, in whatever order its sentence wants them. */
const fixed = (text: string) => (text.match(/`[^`]+`|\d[\d.,]*\d|\d/g) ?? []).toSorted().join(' ')

const rowsOf = (markdown: string) =>
  (prose(markdown).match(/^\|.*\|$/gm) ?? []).map((row) => row.slice(1, -1).split('|').map(readCell))

/** A cell by what is fixed in it; a plain yes, no or none by its meaning. */
function readCell(cell: string): string {
  const verdict = /^ (?:(yes|是|有)|(?:no|none|否|无)) $/.exec(cell)
  return verdict ? `verdict ${verdict[1] !== undefined}` : fixed(cell)
}

/** Paragraphs and items of lists, in order. */
const partsOf = (markdown: string) =>
  prose(markdown)
    .split(/\n(?=\n|- |\d\. )/)
    .filter((part) => part.trim() !== '' && !/^\s*[|#]/.test(part))
    .map((part) => `${/^\s*(- \[ \]|-|\d\.)?/.exec(part)?.[1] ?? ''} ${fixed(part)}`)

/** A diagram without its texts. */
const shapeOf = (mermaid: string) => mermaid.replace(/"[^"]*"/g, '""').replace(/\(\[[^\]]*\]\)/g, '([])')

const links = (markdown: string) =>
  [...prose(markdown).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = '']) => target)

describe.each(pairs)('$path and its translation', ({ path, english, chinese }) => {
  test('have the same headings', () => {
    const translated = headingsOf(english).map((heading) =>
      heading.replace(/[^#\s].*/, (text) => headings[text] ?? '?'),
    )
    expect(headingsOf(chinese)).toEqual(translated)
  })

  test('have the same code, but for comments', () => {
    const codeOf = (markdown: string) =>
      blocksOf(markdown).map(({ language, code }) =>
        language === 'mermaid' ? shapeOf(code) : `${language}\n${withoutComments(code)}`,
      )
    expect(codeOf(chinese)).toEqual(codeOf(english))
  })

  test('have the same tables, by their shape, the code and the figures in them', () => {
    expect(rowsOf(chinese)).toEqual(rowsOf(english))
  })

  test('have the same paragraphs and lists, by the code and the figures in them', () => {
    expect(partsOf(chinese)).toEqual(partsOf(english))
  })

  test('link to files that are there, each to its own language', () => {
    const folder = new URL(path, root)
    for (const target of [...links(english), ...links(chinese)]) {
      expect(existsSync(new URL(target, folder)), target).toBe(true)
    }
    const translated = links(english).map((target) => {
      const own = target.replace(/\.(md|png)$/, '.zh-CN.$1')
      return existsSync(new URL(own, folder)) ? own : target
    })
    // Its own translation is the one link that goes the other way.
    const back = path.split('/').at(-1) ?? ''
    const ahead = back.replace('.md', '.zh-CN.md')
    const others = (targets: readonly string[]) => targets.filter((target) => target !== back && target !== ahead)
    expect(others(links(chinese))).toEqual(others(translated))
  })
})

/** The README of each package beside its translation. */
const packages = readdirSync(new URL('packages', root)).map((name) => `packages/${name}/README.md`)

describe.each(packages)('%s', (path) => {
  const ahead = path.replace('.md', '.zh-CN.md')

  test('has a translation with the same code, but for comments', () => {
    const codeOf = (markdown: string) =>
      blocksOf(markdown).map(({ language, code }) => `${language}\n${withoutComments(code)}`)
    expect(codeOf(readDocument(ahead))).toEqual(codeOf(readDocument(path)))
  })

  test('links to its translation and to files that are there', () => {
    const folder = new URL(path, root)
    const targets = [...links(readDocument(path)), ...links(readDocument(ahead))]
    expect(targets).toEqual(expect.arrayContaining(['README.md', 'README.zh-CN.md']))
    expect(targets.filter((target) => !existsSync(new URL(target, folder)))).toEqual([])
  })

  // The simulator's table of rules is generated, in English only.
  test.skipIf(path.includes('simulator'))('has the same tables, by the code and the figures in them', () => {
    expect(rowsOf(readDocument(ahead))).toEqual(rowsOf(readDocument(path)))
  })
})

test.each([
  ['README.md', /(?<!\.zh-CN)\.md$/],
  ['README.zh-CN.md', /\.zh-CN\.md$/],
])('%s lists every page, in at most 200 lines', (readme, ofLanguage) => {
  const text = readDocument(readme)
  const pages = readdirSync(new URL('docs', root)).filter((name) => ofLanguage.test(name))
  expect(pages.filter((name) => !text.includes(`](docs/${name})`))).toEqual([])
  expect(text.split('\n').length).toBeLessThanOrEqual(200)
})
