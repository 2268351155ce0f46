import { describe, expect, it, vi } from 'vitest'
import { createBodyBudget } from '../../src/http/budget.js'
import { collectBody } from '../../src/http/collect-body.js'

const limits = { limitBytes: 10, timeoutMs: 60_000 }

describe('a body', () => {
  it('is its chunks in their order', async () => {
    const { body, add, end } = collectBody(limits)
    add(Buffer.from('on'))
    add(Buffer.from('e two'))
    end()
    expect((await body).toString()).toBe('one two')
  })

  it('may have as many bytes as the limit and not one more, whatever comes after', async () => {
    const [fits, exceeds] = [collectBody(limits), collectBody(limits)]
    for (const { add } of [fits, exceeds]) add(Buffer.alloc(10))
    fits.end()
    exceeds.add(Buffer.alloc(1))
    exceeds.add(Buffer.alloc(1))
    exceeds.end()
    exceeds.fail(new Error('later'))
    expect(await fits.body).toHaveLength(10)
    await expect(exceeds.body).rejects.toMatchObject({ code: 'ERR_BODY_TOO_LARGE' })
  })

  it('is given up after its time', async () => {
    await expect(collectBody({ ...limits, timeoutMs: 1 }).body).rejects.toMatchObject({ code: 'ERR_BODY_TIMEOUT' })
  })

  it.each<[string, (collector: ReturnType<typeof collectBody>) => void]>([
    ['complete', ({ end }) => end()],
    ['failed', ({ fail }) => fail(new Error('gone'))],
    ['too large', ({ add }) => add(Buffer.alloc(11))],
  ])('leaves no timer behind when it is %s', async (_, settle) => {
    const cleared = vi.spyOn(globalThis, 'clearTimeout')
    const armed = vi.spyOn(globalThis, 'setTimeout')
    const collector = collectBody(limits)
    settle(collector)
    await collector.body.catch(() => {})
    expect(cleared).toHaveBeenCalledWith(armed.mock.results[0]?.value)
    vi.restoreAllMocks()
  })

  it('longer than any push is handed on one in each turn of the event loop, a short one at once', async () => {
    const budget = createBodyBudget(1_000_000)
    const order: string[] = []
    const complete = (name: string, bytes: number) => {
      const { body, add, end } = collectBody({ limitBytes: 100_000, timeoutMs: 60_000, budget })
      add(Buffer.alloc(bytes))
      end()
      return body.then(() => order.push(name))
    }
    const long = ['first', 'second', 'third'].map((name) => complete(name, 16_385))
    const short = complete('short', 16_384)
    const turns = Promise.all(long)
    setImmediate(() => setImmediate(() => order.push('something else')))
    await Promise.all([short, turns])
    expect(order.slice(0, 2)).toEqual(['short', 'first'])
    expect(order.indexOf('something else')).toBeLessThan(order.indexOf('third'))
  })

  it('gives its memory back when it is complete, and is given up when others need it', async () => {
    const budget = createBodyBudget(10)
    const done = collectBody({ ...limits, budget })
    done.add(Buffer.alloc(8))
    done.end()
    const [stalled, coming] = [collectBody({ ...limits, budget }), collectBody({ ...limits, budget })]
    const refused = expect(stalled.body).rejects.toMatchObject({ code: 'ERR_BODY_TIMEOUT' })
    stalled.add(Buffer.alloc(8))
    coming.add(Buffer.alloc(8))
    coming.end()
    expect(await done.body).toHaveLength(8)
    expect(await coming.body).toHaveLength(8)
    await refused
  })
})
