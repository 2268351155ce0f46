import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { consumers } from './consumers'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Package name → path of its tarball. */
    tarballs: Readonly<Record<string, string>>
    /** The folder that holds the installed consumer projects. */
    workspace: string
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
}

/** Builds, packs every package that is published, and installs the tarballs into the consumer projects. */
export function setup(project: TestProject): () => void {
  const workspace = mkdtempSync(join(tmpdir(), 'wehook-packaging-'))
  const pnpm = createPnpm()
  pnpm(root, 'exec', 'turbo', 'run', 'build', '--output-logs=errors-only')
  const tarballs = packAll(join(workspace, 'tarballs'), pnpm)
  layConsumers(workspace, tarballs)
  pnpm(workspace, 'install', '--prefer-offline', '--no-frozen-lockfile')
  project.provide('tarballs', tarballs)
  project.provide('workspace', workspace)
  return () => rmSync(workspace, { recursive: true, force: true })
}

type Pnpm = (cwd: string, ...args: readonly string[]) => void

/** The pinned pnpm through npx, so that the lane needs only Node and npm. npx leaves it on PATH for turbo. */
function createPnpm(): Pnpm {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string }
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  return (cwd, ...args) => {
    execFileSync('npx', ['--yes', packageManager, ...args], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
  }
}

function packAll(destination: string, pnpm: Pnpm): Readonly<Record<string, string>> {
  mkdirSync(destination, { recursive: true })
  const packed = readdirSync(join(root, 'packages')).flatMap((folder) => {
    const path = join(root, 'packages', folder)
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest
    if (manifest.private) return []
    const file = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`
    return [[manifest.name, join(destination, file)] as const]
  })
  const filters = packed.map(([name]) => `--filter=${name}`)
  pnpm(root, '--silent', '--recursive', ...filters, 'pack', '--pack-destination', destination)
  return Object.fromEntries(packed)
}

function layConsumers(workspace: string, tarballs: Readonly<Record<string, string>>): void {
  const overrides = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]))
  writeFileSync(
    join(workspace, 'pnpm-workspace.yaml'),
    JSON.stringify({ packages: ['consumers/*'], overrides, ignoredBuiltDependencies: ['esbuild', 'msgpackr-extract'] }),
  )
  writeFileSync(join(workspace, 'package.json'), JSON.stringify({ private: true }))
  for (const consumer of consumers) {
    const folder = join(workspace, 'consumers', consumer.name)
    for (const source of consumer.sources) {
      cpSync(fileURLToPath(new URL(`./consumers/${source}`, import.meta.url)), folder, { recursive: true })
    }
    const { type, dependencies, tsconfig } = consumer
    const manifest = { name: consumer.name, private: true, type, dependencies: { ...dependencies, ...overrides } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    if (tsconfig) writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  }
}
