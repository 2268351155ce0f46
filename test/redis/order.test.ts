import { redisStorage } from '@wehook/redis'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { deleteKeys, findRedis, newPrefix } from '../support/redis.js'

const redis = await findRedis()
afterAll(() => redis?.close())

describe.skipIf(!redis)('the order of deliveries', () => {
  it('is that of the puts, also of those of one moment, whatever their ids', async () => {
    const prefix = newPrefix()
    const storage = redisStorage({ connection: redis?.connection ?? '', prefix, allowVolatile: true })
    try {
      const ids = Array.from({ length: 200 }, (_, n) =>
        (n * 7_919).toString(16).split('').reverse().join('').padEnd(64, '0'),
      )
      const entries = ids.map((id) => ({
        id,
        componentAppId: 'wx1',
        receivedAt: 1,
        infoType: 'authorized',
        xml: '<xml/>',
      }))
      await Promise.all(entries.map((entry) => storage.inbox.put(entry)))
      const seen: string[] = []
      await storage.inbox.consume(
        async ({ id }) => {
          seen.push(id)
          return 'handled'
        },
        { concurrency: 1, retryDelaysMs: [] },
      )
      await vi.waitFor(() => expect(seen).toHaveLength(ids.length), 10_000)
      expect(seen).toEqual(ids)
    } finally {
      await storage.close()
      await deleteKeys(redis?.connection ?? '', prefix)
    }
  })
})
