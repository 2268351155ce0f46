import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createOwnRedis, newPrefix, requireOwnRedis } from '../../../test/support/redis.js'

/** The first of a few ports in a row that nobody is likely to take meanwhile. */
async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

it.skipIf(!requireOwnRedis())(
  'two web processes and two workers start with one command; every push is stored by one and handled by another',
  { timeout: 120_000 },
  async () => {
    const redis = createOwnRedis()
    await redis.start()
    try {
      const env = {
        ...process.env,
        REDIS_URL: redis.socket,
        WEHOOK_PREFIX: newPrefix(),
        PORT: String(await freePort()),
      }
      const file = fileURLToPath(new URL('../src/start.ts', import.meta.url))
      const argv = ['--conditions=@wehook/source', '--import', 'tsx', file, '--demo']
      const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] })
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
      const [code] = await once(child, 'exit')
      expect(code, output).toBe(0)
      const pushes = Number(/(\d+) of \1 pushes answered success/.exec(output)?.[1])
      expect(pushes).toBeGreaterThan(5)
      const handled = [...output.matchAll(/worker \d: handled \S+ ([0-9a-f]{8}), attempt 1/g)].map(([, id]) => id)
      expect(new Set(handled).size).toBe(pushes)
      expect(handled).toHaveLength(pushes)
      expect(output).toContain(`${pushes} handled, none waits`)
    } finally {
      await redis.close()
    }
  },
)
