import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { clockPath, createSimulatedPlatform, followClock } from '@wehook/testing'
import { expect, it, onTestFinished, vi } from 'vitest'

it('another process reads the simulated time', async () => {
  const platform = await createSimulatedPlatform()
  onTestFinished(() => platform.close())
  await platform.clock.advance({ days: 3 })
  const code = `import { followClock } from '@wehook/testing'
    const clock = await followClock('${platform.baseUrl}')
    console.log(clock.now())`
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const args = ['--conditions=@wehook/source', '--import', 'tsx', '--input-type=module', '--eval', code]
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { cwd }, (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })
  expect(Number(output)).toBe(platform.clock.now())
})

it('follows, reads at once when asked, and keeps the time when the platform is gone', async () => {
  const platform = await createSimulatedPlatform()
  onTestFinished(() => platform.close())
  const clock = await followClock(platform.baseUrl, { everyMs: 10 })
  onTestFinished(() => clock.stop())
  await platform.clock.advance({ hours: 1 })
  await vi.waitFor(() => expect(clock.now()).toBe(platform.clock.now()))
  await platform.clock.advance({ hours: 1 })
  expect(await clock.refresh()).toBe(platform.clock.now())
  await platform.close()
  expect(clock.now()).toBe(platform.clock.now())
  await expect(clock.refresh()).rejects.toThrow()
  expect(platform.calls.map(({ call }) => call.path)).not.toContain(clockPath)
})
