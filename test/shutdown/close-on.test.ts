import { expect, onTestFinished, test } from 'vitest'
import { startChild } from '../support/child'

async function listening(...args: string[]) {
  const child = startChild('test/shutdown/child.ts', args)
  onTestFinished(() => void child.process.kill('SIGKILL'))
  await child.line('listening')
  return child
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s closes server, receiver and storage in order, and the process ends',
  async (signal) => {
    const child = await listening()
    child.process.kill(signal)
    expect(await child.ended).toEqual({ code: 0, signal: null })
    expect(child.lines).toEqual(['listening', 'closed server', 'closed storage'])
  },
)

test('what cannot be closed sets the exit code; the rest is closed all the same', async () => {
  const child = await listening('broken')
  child.process.kill('SIGTERM')
  expect(await child.ended).toEqual({ code: 1, signal: null })
  expect(child.lines).toContain('closed storage')
})

test('a second signal ends a process whose closing hangs', async () => {
  const child = await listening('stuck')
  child.process.kill('SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, 100))
  child.process.kill('SIGTERM')
  expect(await child.ended).toEqual({ code: null, signal: 'SIGTERM' })
})
