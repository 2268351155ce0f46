import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMemoryInbox } from '../src/index.js'
import { recorded, send } from './recorder.js'

describe('start', () => {
  it('refuses while Next builds, and says where to call it', async () => {
    vi.stubEnv('NEXT_PHASE', 'phase-production-build')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { receiver } = recorded({ inbox: createMemoryInbox() })
    onTestFinished(() => receiver.close())
    await expect(receiver.start()).rejects.toMatchObject({
      code: 'ERR_START_IN_BUILD',
      hint: expect.stringContaining('instrumentation.ts'),
    })
  })
})

describe('close', () => {
  it('waits for what runs and refuses what comes', async () => {
    const { receiver } = recorded()
    let done = false
    receiver.on('component_verify_ticket', async () => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      done = true
    })
    const answer = send(receiver)
    await receiver.close()
    expect(done).toBe(true)
    expect((await answer).status).toBe(200)
    expect((await send(receiver)).status).toBe(503)
  })

  it('waits for a handler that missed the deadline of its answer', async () => {
    const { receiver } = recorded({ deadlineMs: 10 })
    let done = false
    receiver.on('component_verify_ticket', async () => {
      await new Promise((resolve) => setTimeout(resolve, 60))
      done = true
    })
    expect((await send(receiver)).status).toBe(503)
    expect(done).toBe(false)
    await receiver.close()
    expect(done).toBe(true)
  })

  it('gives up after timeoutMs on a handler that never returns', async () => {
    const { receiver } = recorded({ deadlineMs: 10 })
    receiver.on('component_verify_ticket', () => new Promise(() => {}))
    await send(receiver)
    await receiver.close({ timeoutMs: 20 })
  })
})

describe('with an inbox', () => {
  it('starts when start is called again after the storage was out of reach, and closes although it never was', async () => {
    const memory = createMemoryInbox()
    const consume = vi.fn(memory.consume).mockRejectedValueOnce(new Error('out of reach'))
    const { receiver, until } = recorded({ inbox: { ...memory, consume } })
    receiver.on('component_verify_ticket', () => {})
    await expect(receiver.start()).rejects.toThrow('out of reach')
    await receiver.start()
    await send(receiver)
    await until('handled')

    const { receiver: failing } = recorded({
      inbox: { ...memory, consume: () => Promise.reject(new Error('out of reach')) },
    })
    await expect(failing.start()).rejects.toThrow()
    await failing.close()
    const { receiver: hanging } = recorded({ inbox: { ...memory, consume: () => new Promise(() => {}) } })
    hanging.start()
    await hanging.close({ timeoutMs: 20 })
  })

  it('closes during a delivery: waits for it, then refuses pushes', async () => {
    const { receiver } = recorded({ inbox: createMemoryInbox() })
    let state = 'waiting'
    receiver.on('component_verify_ticket', async () => {
      state = 'running'
      await new Promise((resolve) => setTimeout(resolve, 50))
      state = 'done'
    })
    await receiver.start()
    await send(receiver)
    await vi.waitFor(() => expect(state).toBe('running'))
    await receiver.close()
    expect(state).toBe('done')
    expect((await send(receiver)).status).toBe(503)
  })

  it('closes in time although a handler never returns', async () => {
    const { receiver } = recorded({ inbox: createMemoryInbox() })
    const handler = vi.fn(() => new Promise(() => {}))
    receiver.on('component_verify_ticket', handler)
    await receiver.start()
    await send(receiver)
    await vi.waitFor(() => expect(handler).toHaveBeenCalled())
    await receiver.close({ timeoutMs: 20 })
  })
})
