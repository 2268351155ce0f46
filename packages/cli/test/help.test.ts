import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { captured, env, wehook } from './run'

const commands = ['push', 'open', 'doctor', 'platform']

test('wehook --help names every command and the exit codes, in both languages', async () => {
  for (const lang of ['en_US.UTF-8', 'zh_CN.UTF-8']) {
    const { code, out } = await wehook(['--help'], { env: { LANG: lang } })
    expect(code).toBe(0)
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command} +\\S`, 'm'))
    expect(out).toMatch(/^ {2}2 /m)
  }
})

test.each(commands)('wehook %s --help shows usage, options and examples', async (command) => {
  for (const lang of ['en', 'zh']) {
    const { code, out } = await wehook([command, '--help', '--lang', lang], { env: {} })
    expect(code).toBe(0)
    expect(out).toContain(`wehook ${command}`)
    expect(out).toContain('--json')
    expect(out).toContain(lang === 'en' ? 'Examples:' : '示例:')
  }
})

test('no command prints the help and exits 2, an unknown one says so', async () => {
  expect((await wehook([])).code).toBe(2)
  const { code, err } = await wehook(['pusch'])
  expect(code).toBe(2)
  expect(err).toContain('there is no command "pusch"')
})

test('--version is the version of the package', async () => {
  expect((await wehook(['--version'])).out).toBe(manifest.version)
})

test('colours are for terminals that want them, and never for JSON', async () => {
  const stdin = captured()
  const ansi = '\u001b['
  expect((await wehook(['open'], { stdin, isColored: true })).out).toContain(ansi)
  expect((await wehook(['open'], { stdin, env, isColored: false })).out).not.toContain(ansi)
  expect((await wehook(['open', '--json'], { stdin, isColored: true })).out).not.toContain(ansi)
})
