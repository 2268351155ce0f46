import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { describe, expect, inject, test } from 'vitest'

const attw = fileURLToPath(new URL('./dist/index.js', import.meta.resolve('@arethetypeswrong/cli/package.json')))

function filesOf(tarball: string): readonly string[] {
  return execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n')
}

function manifestOf(tarball: string): Record<string, unknown> {
  return JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }))
}

/** What people take out of a package by hand. */
const extras: Readonly<Record<string, RegExp>> = {
  '@wehook/opentelemetry': /^package\/(grafana|prometheus)\//,
}

describe.each(Object.entries(inject('tarballs')))('%s', (name, tarball) => {
  test('holds the build, README and licences, and nothing else', () => {
    const files = filesOf(tarball)
    expect(files).toEqual(expect.arrayContaining(['package/LICENSE', 'package/README.md', 'package/dist/index.js']))
    expect(
      files.filter(
        (file) =>
          !/^package\/(dist\/|LICENSE$|THIRD-PARTY-NOTICES\.txt$|README(\.zh-CN)?\.md$|package\.json$)/.test(file) &&
          !extras[name]?.test(file),
      ),
    ).toEqual([])
  })

  test('has a manifest without the private condition and without workspace ranges', () => {
    const text = JSON.stringify(manifestOf(tarball))
    expect(text).not.toContain('@wehook/source')
    expect(text).not.toContain('workspace:')
    expect(text).not.toContain('./src/')
  })

  test('passes publint, strictly', async () => {
    const { buffer } = new Uint8Array(readFileSync(tarball))
    const { messages, pkg } = await publint({ strict: true, pack: { tarball: buffer } })
    expect(pkg['name']).toBe(name)
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test('resolves with its types in every mode of TypeScript', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [attw, tarball, '--no-color', '--no-emoji'], {
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`).toContain('No problems found')
    expect(status).toBe(0)
  })
})
