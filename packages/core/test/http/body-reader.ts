import { describe, expect, it, vi } from 'vitest'
import { createBodyBudget } from '../../src/http/budget.js'
import type { BodyLimits } from '../../src/http/exchange.js'

/** A body whose chunks the test hands over: `read` begins to read it. */
export interface FedBody {
  add(chunk: Uint8Array): void
  end(): void
  fail(error: Error): void
  read(limits: BodyLimits): Promise<Uint8Array>
}

const limits = { limitBytes: 10, timeoutMs: 60_000 }
const later = () => new Promise((resolve) => setTimeout(resolve, 5))

/** What holds for every reader of bodies. */
export function describeBodyReader(open: () => FedBody): void {
  describe('a body', () => {
    it('is its chunks in their order', async () => {
      const { add, end, read } = open()
      const body = read(limits)
      add(Buffer.from('on'))
      add(Buffer.from('e two'))
      end()
      expect(Buffer.from(await body).toString()).toBe('one two')
    })

    it('may have as many bytes as the limit and not one more, whatever comes after', async () => {
      const [fits, exceeds] = [open(), open()]
      const bodies = [fits.read(limits), exceeds.read(limits)]
      for (const { add } of [fits, exceeds]) add(Buffer.alloc(10))
      fits.end()
      exceeds.add(Buffer.alloc(1))
      const refused = expect(bodies[1]).rejects.toMatchObject({ code: 'ERR_BODY_TOO_LARGE' })
      expect(await bodies[0]).toHaveLength(10)
      await refused
    })

    it('is given up after its time', async () => {
      await expect(open().read({ ...limits, timeoutMs: 1 })).rejects.toMatchObject({ code: 'ERR_BODY_TIMEOUT' })
    })

    it('is aborted with its stream, and says why', async () => {
      const { add, fail, read } = open()
      const refused = expect(read(limits)).rejects.toMatchObject({
        code: 'ERR_BODY_ABORTED',
        cause: { message: 'gone' },
      })
      add(Buffer.alloc(1))
      await later()
      fail(new Error('gone'))
      await refused
    })

    it.each<[string, (body: FedBody) => void]>([
      ['complete', ({ end }) => end()],
      ['failed', ({ fail }) => fail(new Error('gone'))],
      ['too large', ({ add }) => add(Buffer.alloc(11))],
    ])('leaves no timer behind when it is %s', async (_, settle) => {
      const cleared = vi.spyOn(globalThis, 'clearTimeout')
      const armed = vi.spyOn(globalThis, 'setTimeout')
      const body = open()
      const read = body.read({ ...limits, timeoutMs: 54_321 })
      settle(body)
      await read.catch(() => {})
      const timer = armed.mock.results[armed.mock.calls.findIndex(([, ms]) => ms === 54_321)]?.value
      expect(timer).toBeDefined()
      expect(cleared).toHaveBeenCalledWith(timer)
      vi.restoreAllMocks()
    })

    it('longer than any push is handed on one in each turn of the event loop, a short one at once', async () => {
      const budget = createBodyBudget(1_000_000, 0)
      const order: string[] = []
      const complete = (name: string, bytes: number) => {
        const { add, end, read } = open()
        const body = read({ limitBytes: 100_000, timeoutMs: 60_000, budget })
        add(Buffer.alloc(bytes))
        end()
        return body.then(() => order.push(name))
      }
      const long = ['first', 'second', 'third'].map((name) => complete(name, 16_385))
      const short = complete('short', 16_384)
      await Promise.all([short, ...long])
      expect(order).toEqual(['short', 'first', 'second', 'third'])
    })

    it('gives its memory back when it is complete, and is given up when others need it', async () => {
      const budget = createBodyBudget(10, 0)
      const [done, stalled, coming] = [open(), open(), open()]
      const first = done.read({ ...limits, budget })
      done.add(Buffer.alloc(8))
      done.end()
      expect(await first).toHaveLength(8)
      const refused = expect(stalled.read({ ...limits, budget })).rejects.toMatchObject({ code: 'ERR_BODY_TIMEOUT' })
      stalled.add(Buffer.alloc(8))
      await later()
      const second = coming.read({ ...limits, budget })
      coming.add(Buffer.alloc(8))
      await refused
      coming.end()
      expect(await second).toHaveLength(8)
    })
  })
}
