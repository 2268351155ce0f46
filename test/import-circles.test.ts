import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findCircles, type ImportGraph } from './support/import-circles.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Imports and exports from a relative path, those of types alone included: they tie files together all the same. */
const relativePath = /(?:\bfrom|\bimport\()\s*'(\.[^']+)'/g

function graphOf(folder: string): ImportGraph {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const targets = (file: string) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(relativePath)].map(([, path = '']) =>
      join(dirname(file), path).replace(/\.js$/, '.ts'),
    )
  return new Map(files.map((file) => [file, targets(file).filter((target) => files.includes(target))]))
}

const sources = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'src'))

describe('the files of a package', () => {
  it.each(sources.map((folder) => [relative(root, folder), folder]))(
    '%s import one another in no circle',
    (_, folder) => {
      const graph = graphOf(folder)
      expect(graph.size).toBeGreaterThan(0)
      expect(findCircles(graph)).toEqual([])
    },
  )
})

describe('findCircles', () => {
  it('finds each group of files that reach one another, and files that import themselves', () => {
    const graph: ImportGraph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', ['d']],
      ['e', ['a']],
    ])
    expect(findCircles(graph)).toEqual([['a', 'b', 'c'], ['d']])
  })
})
