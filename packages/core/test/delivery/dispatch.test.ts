import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { dispatch } from '../../src/delivery/dispatch.js'
import { createEmitter } from '../../src/index.js'
import { recorded, send } from '../recorder.js'

describe('a push', () => {
  const withThen = (value: object, then: (...args: (() => void)[]) => void) =>
    Object.defineProperty(value, 'then', { value: then })
  it.each<[string, (slow: () => Promise<void>) => unknown]>([
    ['a thenable that is no promise', (slow) => withThen({}, (done) => void slow().then(done))],
    ['a promise of another realm', (slow) => runInNewContext('new Promise((done) => slow().then(done))', { slow })],
    [
      'a promise whose own then gives nothing back',
      (slow) => {
        const promise = slow()
        const then = promise.then.bind(promise)
        return withThen(promise, (...args) => void then(...args))
      },
    ],
  ])('waits for %s', async (_, handler) => {
    const { receiver } = recorded()
    let isDone = false
    receiver.on('*', () =>
      handler(async () => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        isDone = true
      }),
    )
    expect((await send(receiver)).status).toBe(200)
    expect(isDone).toBe(true)
  })
})

describe('dispatch', () => {
  it('runs the handlers of the name and those of every name, each although another throws', async () => {
    const emitter = createEmitter<{ a: number; b: number }>()
    emitter.on('a', () => {
      throw new Error('failed')
    })
    emitter.on('a', (value) => value + 1)
    emitter.on('*', (name, value) => [name, value])
    emitter.on('b', () => 'not called')
    expect(await dispatch(emitter, 'a', 1)).toEqual([
      { status: 'rejected', reason: new Error('failed') },
      { status: 'fulfilled', value: 2 },
      { status: 'fulfilled', value: ['a', 1] },
    ])
  })

  it('runs a handler that another one unsubscribes while it runs', async () => {
    const emitter = createEmitter<{ a: number }>()
    const second = vi.fn()
    emitter.on('a', () => emitter.off('a', second))
    emitter.on('a', second)
    await dispatch(emitter, 'a', 1)
    expect(second).toHaveBeenCalledOnce()
  })

  it('gives nothing back when nobody is subscribed', async () => {
    expect(await dispatch(createEmitter<{ a: number }>(), 'a', 1)).toEqual([])
  })
})
