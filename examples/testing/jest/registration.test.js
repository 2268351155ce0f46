const { createReceiver } = require('@wehook/core')
const { createSimulatedPlatform, deliver, samples, sealPush } = require('@wehook/testing')
const { handleRegistrations } = require('../src/registrations.ts')

function createService(platform) {
  const merchants = { opened: jest.fn(), explain: jest.fn(), unclear: jest.fn() }
  const receiver = createReceiver({ ...platform, logger: false })
  handleRegistrations(receiver, merchants)
  return { merchants, receiver }
}

test('a registration that succeeded opens the merchant', async () => {
  const simulated = await createSimulatedPlatform()
  const { merchants, receiver } = createService(simulated.receiverOptions)
  const { succeeded } = samples.notify_third_fasteregister
  const answer = await deliver(receiver, sealPush(simulated.receiverOptions, succeeded))
  await simulated.close()
  expect(answer.body).toBe('success')
  expect(merchants.opened).toHaveBeenCalledWith(succeeded.info.code, succeeded.appid)
})

test('a push that was meant for another platform is refused', async () => {
  const [one, two] = [await createSimulatedPlatform(), await createSimulatedPlatform()]
  const { merchants, receiver } = createService(one.receiverOptions)
  const answer = await deliver(receiver, sealPush(two.receiverOptions, samples.notify_third_fasteregister.succeeded))
  await Promise.all([one.close(), two.close()])
  expect(answer.status).toBe(401)
  expect(merchants.opened).not.toHaveBeenCalled()
})
