import { expect, it, vi } from 'vitest'
import { recorded, send } from '../recorder.js'

it('is not disturbed by a listener of a signal that throws, now or later, nor is another listener', async () => {
  const error = vi.fn()
  const { receiver, names } = recorded({ logger: { info() {}, warn() {}, error } })
  const rejections = vi.fn()
  process.on('unhandledRejection', rejections)
  const listener = vi.fn()
  receiver.signals.on('accepted', () => {
    throw new Error('listener')
  })
  receiver.signals.on('accepted', async () => {
    throw new TypeError('listener')
  })
  receiver.signals.on('accepted', listener)
  receiver.signals.on('*', listener)
  expect((await send(receiver)).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.off('unhandledRejection', rejections)
  expect(rejections).not.toHaveBeenCalled()
  expect(names()).toContain('accepted')
  expect(listener.mock.calls.map(([first]) => first)).toEqual(['unhandled', expect.any(Object), 'accepted'])
  expect(error.mock.calls).toEqual([
    [{ signal: 'accepted', reason: expect.stringMatching(/^Error at/) }, expect.any(String)],
    [{ signal: 'accepted', reason: expect.stringMatching(/^TypeError at/) }, expect.any(String)],
  ])
})
