import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'wehook-demo-'))
afterAll(() => rmSync(data, { recursive: true }))

interface Run {
  readonly child: ChildProcess
  readonly exit: Promise<number | null>
  output(): string
  until(pattern: RegExp): Promise<void>
}

function start(...args: string[]): Run {
  const child = spawn(
    process.execPath,
    ['--conditions=@wehook/source', '--import', 'tsx', 'examples/express/src/demo.ts', ...args],
    { cwd: root, env: { ...process.env, PORT: '0' } },
  )
  let output = ''
  const watchers = new Set<() => void>()
  const collect = (chunk: Buffer) => {
    output += chunk
    for (const watch of watchers) watch()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    child,
    exit,
    output: () => output,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (pattern.test(output)) resolve()
        }
        watchers.add(watch)
        watch()
        exit.then(() => reject(new Error(`ended without ${pattern}:\n${output}`)))
      }),
  }
}

describe('npm start', { timeout: 60_000 }, () => {
  it('opens genuine, documented and sealed pushes, refuses forged ones, and ends with 0 under --once', async () => {
    const run = start('--once')
    expect(await run.exit).toBe(0)
    const output = run.output()
    expect(output.match(/genuine, 2015: 200 success/g)).toHaveLength(2)
    expect(output).toMatch(/unknown .*WeChat's documentation: 200 success/)
    expect(output).toMatch(/notify_third_fasteregister +succeeded +registered as wx/)
    expect(output.match(/401 Unauthorized/g)).toHaveLength(3)
    expect(output).toMatch(/merchant-42 +registration.enterprise +成功：wx/)
    expect(output).toMatch(/Its page: http:\/\/127.0.0.1:\d+\/merchants\/merchant-42/)
    expect(output).toMatch(/The console .*: http:\/\/ops:[0-9a-f]{12}@127.0.0.1:\d+\/ops/)
    expect(output).toContain('15 of 15 pushes were answered as they should be, 0 wait')
  })

  it('delivers at the next start what Ctrl-C left over', async () => {
    const first = start(`--data=${data}`)
    await first.until(/ticket kept/)
    first.child.kill('SIGINT')
    await first.exit
    const left = /(\d+) events are stored and not handled yet/.exec(first.output())?.[1]
    expect(Number(left)).toBeGreaterThan(0)

    const second = start(`--data=${data}`)
    await second.until(/Waiting for pushes/)
    second.child.kill('SIGINT')
    expect(await second.exit).toBe(0)
    expect(second.output()).toContain(`${left} events that an earlier run stored`)
    expect(second.output().match(/stored by an earlier run/g)).toHaveLength(Number(left))
    expect(second.output()).toContain('not handled again')
  })
})
