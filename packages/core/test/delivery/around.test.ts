import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, it } from 'vitest'
import { type AroundHooks, createMemoryInbox } from '../../src/index.js'
import { recorded } from '../recorder.js'
import { seal, ticket, toRequest } from '../sealed.js'

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
const push = () => toRequest(seal(ticket()))

/** Hooks that keep something active meanwhile, as telemetry does with a span. */
function spans() {
  const active = new AsyncLocalStorage<string>()
  const around: AroundHooks = {
    push: (_request, run) => active.run('push', run),
    attempt: (event, entry, run) =>
      active.run(`attempt ${event.attempt} ${entry ? 'of a stored push' : 'in the request'}`, run),
  }
  return { active, around }
}

it.each([
  ['without an inbox', undefined, 'attempt 1 in the request'],
  ['with an inbox', createMemoryInbox(), 'attempt 1 of a stored push'],
])('%s what the hook makes active is active in handlers and signals', async (_, inbox, expected) => {
  const { active, around } = spans()
  const { receiver } = recorded({ around, ...(inbox && { inbox }) })
  const seen: unknown[] = []
  receiver.on('component_verify_ticket', async () => seen.push(active.getStore()))
  receiver.signals.on('handled', () => seen.push(active.getStore()))
  receiver.signals.on('accepted', () => seen.push(active.getStore()))
  await receiver.start()
  await receiver.handle(push())
  await receiver.idle()
  expect(seen.filter((store) => store !== 'push')).toEqual([expected, expected])
  expect(seen).toContain('push')
})

it.each<[string, string | undefined, AroundHooks, string | undefined]>([
  ['that of the request', traceparent, {}, traceparent],
  ["the hook's own", undefined, { push: (_request, run) => run(traceparent) }, traceparent],
  ['none that is not in the standard form', `${traceparent}\nx`, {}, undefined],
])('the stored push keeps its trace context: %s', async (_, header, around, stored) => {
  const inbox = createMemoryInbox()
  const { receiver } = recorded({ inbox, around })
  await receiver.handle({ ...push(), headers: { traceparent: header } })
  const { entries } = await inbox.list()
  expect(entries[0]?.traceparent).toBe(stored)
})

it('a hook that fails is logged and answered 500; handle does not reject', async () => {
  const { receiver, messages } = recorded({
    around: {
      push() {
        throw new Error('x')
      },
    },
  })
  expect((await receiver.handle(push())).status).toBe(500)
  expect(messages()).toContain('the hook around.push failed')
})
