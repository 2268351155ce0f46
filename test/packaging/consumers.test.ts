import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { consumers } from './consumers'

describe.each(consumers)('a project of the kind $name', ({ name, commands }) => {
  test.each(commands.map((command) => [command.join(' '), command] as const))('%s', (_, [command, ...args]) => {
    const cwd = join(inject('workspace'), 'consumers', name)
    const env = { PATH: [join(cwd, 'node_modules/.bin'), process.env['PATH']].join(delimiter) }
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
    expect({ status, output: stdout + stderr }).toEqual({
      status: 0,
      // A project that ran to its end says so; a compiler says nothing.
      output: command === 'node' ? expect.stringContaining('everything works') : expect.any(String),
    })
  })
})
