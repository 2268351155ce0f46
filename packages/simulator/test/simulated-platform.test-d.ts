import { createSimulatedPlatform, type SimulatedPlatform } from '@wehook/simulator'
import { describe, it } from 'vitest'

declare const platform: SimulatedPlatform

describe('a simulated platform is typed', () => {
  it('takes its options and no others', () => {
    void createSimulatedPlatform({ before: '2026-04-30', people: [{ wechat: 'sample' }] })
    // @ts-expect-error no such option
    void createSimulatedPlatform({ callbackURL: 'http://127.0.0.1' })
    // @ts-expect-error no other day
    void createSimulatedPlatform({ before: '2025-01-01' })
  })

  it('takes how pushes are sent and nothing else', () => {
    void platform.person.confirms('task', { times: 2, delay: { minutes: 8 }, order: [1, 0], status: 103 })
    // @ts-expect-error no such option
    void platform.person.confirms('task', { time: 2 })
    // @ts-expect-error no such InfoType
    void platform.push({ infoType: 'authorised' })
    // @ts-expect-error the reviewer alone gives reasons
    void platform.person.refuses('task', { reason: 'none' })
    // @ts-expect-error no such part of a duration
    void platform.clock.advance({ hour: 24 })
  })
})
