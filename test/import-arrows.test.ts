import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const biome = fileURLToPath(new URL('./bin/biome', import.meta.resolve('@biomejs/biome/package.json')))

/** Where → what is imported there. A file each, so that the linter names what it refuses. */
const allowed = [
  ['packages/core/src', './errors'],
  ['packages/core/src/http', '../errors'],
  ['packages/core/test', '../src/errors'],
  ['packages/core/test/push', '../../src/errors'],
  ['packages/koa/src', '@wehook/core'],
  ['packages/koa/src', '@wehook/core/node'],
  ['packages/client/src', '@wehook/core'],
  ['packages/redis/src', '@wehook/core'],
  ['packages/redis/src', '@wehook/storage'],
  ['packages/mysql/src', '@wehook/storage/sql'],
  ['packages/tasks/src', '@wehook/client'],
  ['packages/console/src', '@wehook/tasks'],
  ['packages/testing/src', '@wehook/simulator'],
  ['packages/cli/src', '@wehook/testing'],
  ['examples/express/src', '@wehook/express'],
  ['test/e2e', '@wehook/core'],
  ['test/e2e', '../support/closing-line'],
] as const
const refused = [
  ['packages/core/src', '@wehook/client'],
  ['packages/core/src/http', '@wehook/core'],
  ['packages/core/src', '../../client/src/index'],
  ['packages/express/src', '@wehook/client'],
  ['packages/koa/src', '@wehook/testing/contracts'],
  ['packages/fastify/src', '../../core/src/index'],
  ['packages/client/src', '@wehook/sqlite'],
  ['packages/sqlite/src', '@wehook/redis'],
  ['packages/redis/src', '@wehook/client'],
  ['packages/testing/src', '@wehook/sqlite'],
  ['packages/testing/src', '@wehook/client'],
  ['packages/simulator/src', '@wehook/testing'],
  ['packages/storage/src', '@wehook/sqlite'],
  ['packages/tasks/src', '@wehook/sqlite'],
  ['packages/console/src', '@wehook/client'],
  ['packages/cli/src', '@wehook/client'],
  ['packages/koa/test', '../../core/src/index'],
  ['packages/koa/test/body', '../../../core/src/index'],
  ['examples/express/src', '../../../packages/core/src/index'],
  ['test/e2e', '../../packages/core/src/index'],
] as const

function workspaceWith(imports: readonly (readonly [string, string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-arrows-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const file of ['biome.json', '.gitignore']) copyFileSync(join(root, file), join(folder, file))
  const sources = imports.map(
    ([where, what], n) => [`${where}/case-${n}.ts`, `export { it } from '${what}'\n`] as const,
  )
  for (const [path, text] of sources) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** Those imports that `rule` refuses, as `path → import`. */
function refusals(rule: string, imports: readonly (readonly [string, string])[]): readonly string[] {
  const cwd = workspaceWith(imports)
  const args = ['lint', `--only=${rule}`, '--reporter=json', '--max-diagnostics=none']
  const { stdout } = spawnSync(process.execPath, [biome, ...args], { cwd, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] }
  const paths = diagnostics.map(({ location }) =>
    typeof location.path === 'string' ? location.path : location.path.file,
  )
  return imports.filter(([where], n) => paths.includes(`${where}/case-${n}.ts`)).map(arrow)
}

interface Diagnostic {
  readonly location: { readonly path: string | { readonly file: string } }
}

function arrow([where, what]: readonly [string, string]): string {
  return `${where} → ${what}`
}

test('imports along the arrows pass the linter', () => {
  expect(refusals('style/noRestrictedImports', allowed)).toEqual([])
})

test('every import against the arrows is refused by the linter', () => {
  expect(refusals('style/noRestrictedImports', refused)).toEqual(refused.map(arrow))
})

test('a cycle of imports is refused by the linter', () => {
  const cycle = [
    ['packages/core/src', './case-1'],
    ['packages/core/src', './case-0'],
  ] as const
  expect(refusals('suspicious/noImportCycles', cycle)).toEqual(cycle.map(arrow))
})
