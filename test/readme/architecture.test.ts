import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readDocument } from './blocks'

const root = new URL('../../', import.meta.url)
const page = readDocument('ARCHITECTURE.md')

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const manifests = readdirSync(new URL('packages', root)).map(
  (name): Manifest => JSON.parse(readFileSync(new URL(`packages/${name}/package.json`, root), 'utf8')),
)

/** The rows under a heading, cell by cell. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? ''
  const rows = section.match(/^\|.*\|$/gm) ?? []
  return rows.slice(2).map((row) => row.slice(1, -1).split('|'))
}

const isOurs = (name: string) => name.startsWith('@wehook/')

describe('ARCHITECTURE.md', () => {
  test('lists every package with what its manifest depends on', () => {
    const told = rowsUnder('The packages').map(([name = '', , ours = '', others = '']) => ({
      name: name.replaceAll('`', '').trim(),
      ours: (ours.split(';')[0]?.match(/\w+/g) ?? []).toSorted(),
      others:
        others
          .replace(/ as (a peer|peers)/, '')
          .match(/[@\w/-]*\w[\w/-]*/g)
          ?.toSorted() ?? [],
    }))
    const found = manifests.map(({ name, dependencies = {}, peerDependencies = {} }) => ({
      name,
      ours: Object.keys(dependencies)
        .filter(isOurs)
        .map((each) => each.replace('@wehook/', ''))
        .toSorted(),
      others: [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
        .filter((each) => !isOurs(each))
        .toSorted(),
    }))
    const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
      one.name < other.name ? -1 : 1
    expect(told.toSorted(byName)).toEqual(found.toSorted(byName))
  })

  test('names files of the journey that are there, and tests that are there', () => {
    const missing = rowsUnder('The journey of a push').flatMap(([, sources = '', , tests = '']) => {
      const names = (cell: string, folder: string) =>
        (cell.match(/`[\w/-]+(\.test)?\.ts`/g) ?? []).map((name) => `packages/core/${folder}/${name.slice(1, -1)}`)
      return [...names(sources, 'src'), ...names(tests, 'test')].filter((file) => !existsSync(new URL(file, root)))
    })
    expect(missing).toEqual([])
  })

  test('says why each dependency at run time is there', () => {
    const told = page.slice(page.indexOf('## Why each dependency'))
    const names = manifests.flatMap(({ dependencies = {}, peerDependencies = {} }) =>
      [...Object.keys(dependencies), ...Object.keys(peerDependencies)].filter((name) => !isOurs(name)),
    )
    const frameworks = ['express', 'koa', 'fastify', '@types/pg']
    expect(names.filter((name) => !told.includes(name) && !frameworks.includes(name))).toEqual([])
  })
})
