import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMemoryInbox, createReceiver } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { createSimulatedPlatform } from '@wehook/testing'
import { expect, it, onTestFinished } from 'vitest'
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

it('waits for receiver.idle(), so that the next line sees what handlers behind an inbox did', async () => {
  const platform = await createSimulatedPlatform({ tickets: false })
  const receiver = createReceiver({ ...platform.receiverOptions, inbox: createMemoryInbox(), logger: false })
  const seen: string[] = []
  receiver.on('notify_3rd_wxa_wxverify', async (event) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    seen.push(event.payload.appid)
  })
  await receiver.start()
  const server = createServer(toNodeHandler(receiver)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await platform.close()
    await receiver.close()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  platform.pushTo(url, { until: () => receiver.idle() })
  await platform.push({ infoType: 'notify_3rd_wxa_wxverify', appid: 'wx0123456789abcdef', expired: 1_700_000_000 })
  expect(seen).toEqual(['wx0123456789abcdef'])
})
