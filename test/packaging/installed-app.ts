import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'

const pushProgram = `
  import { samples, sealPush } from '@wehook/testing'
  const { WX_APPID: componentAppId, WX_TOKEN: token, WX_AES_KEY: encodingAesKey } = process.env
  const [, , url, infoType, sample] = process.argv
  const push = sealPush({ componentAppId, token, encodingAesKey }, samples[infoType][sample])
  const response = await fetch(push.url(url), { method: 'POST', headers: push.headers, body: push.body })
  console.log(response.status, await response.text())
`

export interface InstalledApp {
  readonly folder: string
  /** What the app and its programs get: made-up settings, and a database of its own. */
  readonly env: Readonly<Record<string, string>>
  /** Runs a command in the folder and gives its standard output. */
  run(command: string, ...args: readonly string[]): string
  /** Sends a sample to a URL and gives status and body. */
  push(url: string, infoType: string, sample: string): string
  remove(): void
}

/** An app outside of the workspace, installed by npm with our packed tarballs and what `dependencies` adds. */
export function installApp(
  files: Readonly<Record<string, string>>,
  manifest: { readonly dependencies: Readonly<Record<string, string>>; readonly [field: string]: unknown },
): InstalledApp {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-app-'))
  const env = {
    ...{ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', CI: '1' },
    ...{ WEHOOK_DB: join(folder, 'wehook.db'), NEXT_TELEMETRY_DISABLED: '1' },
    ...{ WX_APPID: 'wx0123456789abcdef', WX_TOKEN: 'a-token-of-your-own', WX_AES_KEY: 'a'.repeat(43) },
  }
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, env, encoding: 'utf8' })
  const tarballs = Object.fromEntries(
    Object.entries(inject('tarballs')).map(([name, path]) => [name, `file:${path}`] as const),
  )
  const needed = ['@wehook/core', '@wehook/koa', '@wehook/sqlite', '@wehook/testing']
  const ours = Object.fromEntries(needed.map((name) => [name, tarballs[name]]))
  const all: Readonly<Record<string, string>> = {
    ...files,
    'push.mjs': pushProgram,
    'package.json': JSON.stringify({
      ...manifest,
      dependencies: { ...manifest.dependencies, ...ours },
      overrides: tarballs,
    }),
  }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  // The peers of an adapter are the app's own framework, whatever npm would add.
  run('npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps')
  return {
    folder,
    env,
    run,
    push: (url, infoType, sample) => run('node', 'push.mjs', url, infoType, sample),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
