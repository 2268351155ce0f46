import { expect, it, onTestFinished, vi } from 'vitest'
import { createMemoryInbox, type Inbox } from '../../src/index.js'
import { recorded } from '../recorder.js'
import { seal, ticket, toRequest } from '../sealed.js'

const heldUntil = Date.UTC(2026, 0, 1, 12, 0, 5)

function withCounts(counts: object): Inbox {
  const inbox = createMemoryInbox()
  return { ...inbox, counts: async () => ({ ...(await inbox.counts()), ...counts }) }
}

it('start says how many events another process holds and until when', async () => {
  const { receiver, lines } = recorded({ inbox: withCounts({ held: 3, heldUntil }) })
  onTestFinished(() => receiver.close())
  await receiver.start()
  expect(lines).toContainEqual({
    level: 'info',
    fields: { held: 3, heldUntil: '2026-01-01T12:00:05.000Z' },
    message: expect.stringContaining('3 stored events are held by another process, until 2026-01-01T12:00:05.000Z'),
  })
})

it('start says nothing when nothing is held', async () => {
  const { receiver, messages } = recorded({ inbox: withCounts({ held: 0 }) })
  onTestFinished(() => receiver.close())
  await receiver.start()
  expect(messages().filter((message) => message.includes('held'))).toEqual([])
})

it.each([
  ['fails', () => Promise.reject(new Error('the storage is down'))],
  ['does not end', () => new Promise<never>(() => {})],
])('start resolves although the count of held events %s', async (_, counts) => {
  const { receiver } = recorded({ inbox: { ...createMemoryInbox(), counts } })
  onTestFinished(() => receiver.close())
  await receiver.start()
  expect((await receiver.handle(toRequest(seal(ticket())))).status).toBe(200)
})

it('an event goes to the process that has a handler, whoever received it', async () => {
  const inbox = createMemoryInbox()
  const [web, worker] = [recorded({ inbox }), recorded({ inbox })]
  onTestFinished(async () => void (await Promise.all([web.receiver.close(), worker.receiver.close()])))
  const seen: string[] = []
  web.receiver.on('authorized', () => seen.push('web'))
  worker.receiver.on('component_verify_ticket', () => seen.push('worker'))
  await web.receiver.start()
  await web.receiver.handle(toRequest(seal(ticket())))
  await worker.receiver.start()
  await worker.receiver.handle(toRequest(seal(ticket('another'))))
  await worker.receiver.idle()
  await vi.waitFor(() => expect(seen).toEqual(['worker', 'worker']), { timeout: 5_000 })
})
