import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const tsx = import.meta.resolve('tsx')
export const command = fileURLToPath(new URL('../node_modules/wehook/src/bin.ts', import.meta.url))

export const settings = {
  WX_APPID: 'wx0123456789abcdef',
  WX_TOKEN: 'a-token-of-your-own',
  WX_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
} as const

export interface Running {
  readonly child: ChildProcess
  output(): string
  readonly ended: Promise<number | null>
  /** Resolves once the output has it. */
  see(pattern: RegExp): Promise<void>
}

/** Runs a TypeScript file of a project as a user's `tsx` would, over the sources of the workspace. */
export function start(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, ['--conditions=@wehook/source', '--import', tsx, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...settings, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  let watch = () => {}
  const take = (chunk: Buffer) => {
    text += chunk.toString()
    watch()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    output: () => text,
    ended,
    async see(pattern) {
      const isOver = ended.then(() => true)
      while (!pattern.test(text)) {
        const changed = new Promise<false>((resolve) => {
          watch = () => resolve(false)
        })
        if ((await Promise.race([changed, isOver])) && !pattern.test(text)) {
          throw new Error(`the program ended without ${pattern}:\n${text}`)
        }
      }
    },
  }
}

/** `wehook …` from the sources. */
export async function wehook(
  folder: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  const running = start(folder, [command, ...args])
  return { code: await running.ended, output: running.output() }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits until something listens. */
export async function listening(port: number, app: Running): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (app.child.exitCode !== null) throw new Error(`the app ended:\n${app.output()}`)
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`nothing listens:\n${app.output()}`)
}
