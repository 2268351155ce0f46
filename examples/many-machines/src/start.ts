import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { samples, sealPush } from '@wehook/testing'
import { platform, port } from './config.js'

// Two web processes and two workers, as they would run on as many machines; `--demo` sends pushes and ends.
const programs = ['web', 'web', 'worker', 'worker'] as const

async function start(program: (typeof programs)[number], place: number): Promise<void> {
  const env = { ...process.env, PORT: String(port + place) }
  const file = fileURLToPath(new URL(`${program}.ts`, import.meta.url))
  const child = fork(file, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  children.push(child)
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.trimEnd().split('\n')) console.log(`${program} ${place}: ${line}`)
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${program} ${place} ended before it was ready; is Redis there, with appendonly on?`)
  })
  await Promise.race([once(child, 'message'), ended])
}

async function demo(): Promise<void> {
  const pushes = Object.values(samples).map((sample) => sealPush(platform, Object.values(sample)[0]))
  const answers = await Promise.all(
    pushes.map(async (push, n) => {
      const url = push.url(`http://localhost:${port + (n % 2)}/wechat/authorization`)
      return (await fetch(url, { method: 'POST', headers: push.headers, body: push.body })).text()
    }),
  )
  console.log(`${answers.filter((answer) => answer === 'success').length} of ${pushes.length} pushes answered success`)
}

async function waitUntilHandled(): Promise<void> {
  const answer = await fetch(`http://localhost:${port}/ready`)
  const { pending, handled } = (await answer.json()) as { readonly pending: number; readonly handled: number }
  if (pending === 0) return console.log(`${handled} handled, none waits`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  return waitUntilHandled()
}

const children: ChildProcess[] = []
const end = () => {
  for (const child of children) child.kill('SIGTERM')
}
process.once('SIGTERM', end)
// Ctrl-C reaches the children directly.
process.once('SIGINT', () => {})
await Promise.all(programs.map(start)).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
  end()
})
if (process.argv.includes('--demo') && process.exitCode !== 1) {
  await demo()
  await waitUntilHandled()
  end()
}
