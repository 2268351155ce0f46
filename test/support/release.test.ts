import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const packages = readdirSync(join(root, 'packages')).map((folder) => ({
  folder,
  manifest: read(`packages/${folder}/package.json`),
}))

describe.each(packages)('the manifest of $folder', ({ folder, manifest }) => {
  test('has what the registry and installers ask for', () => {
    expect(manifest).toMatchObject({
      // The command is plain `wehook`, so that `npx wehook` is ours.
      name: folder === 'cli' ? 'wehook' : `@wehook/${folder}`,
      version: packages[0]?.manifest.version,
      description: expect.stringMatching(/\w/),
      keywords: expect.arrayContaining(['wechat', '微信开放平台', '第三方平台']),
      license: 'MIT',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=20' },
      files: expect.arrayContaining(['dist']),
      publishConfig: { access: 'public' },
    })
    expect(manifest).not.toHaveProperty('private')
    expect(existsSync(join(root, 'packages', folder, 'README.md'))).toBe(true)
  })

  test('publishes the exports that it has here, less the sources', () => {
    const published = Object.entries<Record<string, unknown> | string>(manifest.exports).map(([path, target]) => {
      if (typeof target === 'string') return [path, target]
      const { '@wehook/source': source, ...rest } = target
      expect(existsSync(join(root, 'packages', folder, String(source)))).toBe(true)
      return [path, rest]
    })
    expect(manifest.publishConfig.exports).toEqual(Object.fromEntries(published))
  })
})

test('all packages move together', () => {
  const { fixed } = read('.changeset/config.json')
  expect(fixed).toEqual([packages.map(({ manifest }) => manifest.name)])
})

test('a changeset becomes the next version of all packages and a section of the changelog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-release-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const manifests = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((child) => `${parent}/${child}/package.json`),
  )
  const needed = [
    '.changeset/config.json',
    '.changeset/README.md',
    '.ci/version.mjs',
    'CHANGELOG.md',
    'package.json',
    'pnpm-workspace.yaml',
  ]
  for (const path of [...needed, 'test/package.json', ...manifests].filter((path) => existsSync(join(root, path)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(root, path), join(folder, path), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, '.changeset/new.md'), '---\n"@wehook/koa": minor\n---\n\nSomething is new.\n')

  const { status, stderr } = spawnSync('npm', ['run', 'release:version'], { cwd: folder, encoding: 'utf8' })
  expect({ status, stderr }).toMatchObject({ status: 0 })
  const versions = packages.map(
    ({ folder: name }) => JSON.parse(readFileSync(join(folder, 'packages', name, 'package.json'), 'utf8')).version,
  )
  const [major, minor] = String(packages[0]?.manifest.version).split('.').map(Number)
  const next = `${major}.${Number(minor) + 1}.0`
  expect(new Set(versions)).toEqual(new Set([next]))
  const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')
  expect(changelog.slice(changelog.indexOf('\n## '))).toMatch(
    new RegExp(`^\\n## ${next.replaceAll('.', '\\.')}\\n\\n- Something is new\\.\\n\\n## `),
  )
  expect(readdirSync(join(folder, '.changeset')).sort()).toEqual(['README.md', 'config.json'])
}, 60_000)
