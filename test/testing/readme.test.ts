import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const readme = readFileSync(new URL('../../packages/testing/README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')

/** Runs a block as it stands, from a folder that has every package installed. */
function run(code: string): Promise<string> {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const args = ['--conditions=@wehook/source', '--import', 'tsx', '--input-type=module', '--eval', code]
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd }, (_, stdout, stderr) => done(stdout + stderr))
  })
}

it.each([
  ['delivers a sample', 0, [/^succeeded wx0123456789abcdef$/m, /^success$/m]],
  [
    'tells a registration',
    1,
    [
      /^succeeded$/m,
      /'component_verify_ticket'/,
      /'notify_third_fasteregister',\s+'notify_third_fasteregister',\s+'authorized'/,
    ],
  ],
] as const)(
  'the code of the README %s',
  async (_, index, expected) => {
    const output = await run(blocks[index] ?? '')
    for (const pattern of expected) expect(output).toMatch(pattern)
    expect(output).not.toMatch(/Error/)
  },
  60_000,
)
