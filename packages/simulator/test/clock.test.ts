import { createFakeClock } from '@wehook/simulator'
import { describe, expect, it } from 'vitest'

describe('createFakeClock', () => {
  it('stands still until told', async () => {
    const clock = createFakeClock({ now: 1000 })
    expect(clock.now()).toBe(1000)
    await clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1, ms: 1 })
    expect(clock.now()).toBe(1000 + 90_061_001)
  })

  it('runs what falls due in order, at its time, each awaited, newly added work among it', async () => {
    const clock = createFakeClock({ now: 0 })
    const seen: unknown[] = []
    clock.after({ seconds: 2 }, () => seen.push(['late', clock.now()]))
    clock.after({ seconds: 1 }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      seen.push(['early', clock.now()])
      clock.after({ ms: 500 }, () => seen.push(['added', clock.now()]))
    })
    const cancel = clock.after({ seconds: 1 }, () => seen.push('never'))
    cancel()
    await clock.advance({ seconds: 10 })
    expect(seen).toEqual([
      ['early', 1000],
      ['added', 1500],
      ['late', 2000],
    ])
  })

  it('lets two advances take turns', async () => {
    const clock = createFakeClock({ now: 0 })
    await Promise.all([clock.advance({ seconds: 1 }), clock.advance({ seconds: 1 })])
    expect(clock.now()).toBe(2000)
  })

  it('goes on after failing work and throws at the end', async () => {
    const clock = createFakeClock({ now: 0 })
    let ran = false
    clock.after({ ms: 1 }, () => Promise.reject(new Error('first')))
    clock.after({ ms: 2 }, () => {
      ran = true
    })
    await expect(clock.advance({ seconds: 1 })).rejects.toThrow('first')
    expect(ran).toBe(true)
    expect(clock.now()).toBe(1000)
  })

  it('refuses a negative or nonsensical duration', () => {
    const clock = createFakeClock()
    expect(() => clock.advance({ hours: -1 })).toThrow(TypeError)
    expect(() => clock.advance({ hours: '1' as never })).toThrow(TypeError)
    expect(() => clock.advance({ hour: 1 } as never)).toThrow(/got hour: 1/)
  })
})

describe('a running clock', () => {
  it('follows real time, second by second, and may be advanced on top', async () => {
    const clock = createFakeClock({ now: 0, running: true })
    await clock.advance({ hours: 1 })
    await new Promise((resolve) => clock.after({ seconds: 1 }, () => resolve(undefined)))
    clock.stop()
    expect(clock.now()).toBeGreaterThanOrEqual(3_601_000)
    expect(clock.now()).toBeLessThan(3_700_000)
  })
})
