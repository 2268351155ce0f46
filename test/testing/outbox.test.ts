import { expect, it } from 'vitest'
import { createScene } from './scene.js'

const company = { name: '示例商贸有限公司', code: '91000000MA0000000N', component_phone: '00000000000' }

it('a step ends when what follows its pushes has ended as well, where `until` says so', async () => {
  const seen: string[] = []
  const running = new Set<Promise<void>>()
  const until = async () => {
    while (running.size > 0) await Promise.all(running)
  }
  const { platform, client, receiver } = await createScene({ until })
  // A handler's work that goes on after the answer, as that of an inbox does.
  receiver.on('notify_third_fasteregister', (event) => {
    const work = new Promise<void>((resolve) => setTimeout(resolve, 30)).then(() => {
      seen.push(event.outcome)
      running.delete(work)
    })
    running.add(work)
  })
  await client.registration.enterprise.create(company)
  await platform.person.confirms()
  expect(seen).toEqual(['succeeded'])
  await client.registration.enterprise.create(company)
  await platform.clock.advance({ hours: 24 })
  expect(seen).toEqual(['succeeded', 'failed'])
})

it('what `until` throws is the step’s error', async () => {
  const { platform } = await createScene()
  platform.pushTo('http://127.0.0.1:9/nobody', { until: () => Promise.reject(new Error('not idle')) })
  await expect(platform.pushTicket()).rejects.toThrow('not idle')
})
