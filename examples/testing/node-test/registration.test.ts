import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createReceiver } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { createSimulatedPlatform, type SimulatedPlatform, samples } from '@wehook/testing'
import { handleRegistrations } from '../src/registrations.js'

// Over HTTP, against a simulated platform: the push comes as WeChat would send it.
const opened: string[] = []
let platform: SimulatedPlatform
let stop: () => void

before(async () => {
  platform = await createSimulatedPlatform()
  const receiver = createReceiver({ ...platform.receiverOptions, now: platform.clock.now, logger: false })
  handleRegistrations(receiver, {
    opened: async (_, appid) => void opened.push(appid),
    explain: async () => {},
    unclear: async () => {},
  })
  const server = createServer(toNodeHandler(receiver))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  platform.pushTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  stop = () => void server.close()
})

after(async () => {
  await platform.close()
  stop()
})

test('a registration that succeeded opens the merchant, once, though it is pushed twice', async () => {
  const { succeeded } = samples.notify_third_fasteregister
  await platform.push(succeeded, { times: 2 })
  assert.deepEqual(opened, [succeeded.appid])
  assert.ok(platform.pushes.every((push) => push.isAccepted))
})
