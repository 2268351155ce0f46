import { describe, expect, it } from 'vitest'
import type { ReceiverOptions } from '../../src/index.js'
import { recorded } from '../recorder.js'

describe('GET with echostr', () => {
  const query = {
    timestamp: '1714036504',
    nonce: '1514711492',
    echostr: '4375120948345356249',
    signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
  }

  it('echoes a verified one as text that no browser interprets', async () => {
    const { receiver } = recorded({ token: 'AAAAA' } as Partial<ReceiverOptions>)
    expect(await receiver.handle({ method: 'GET', query, body: '' })).toEqual({
      status: 200,
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
      body: '4375120948345356249',
    })
  })

  it.each([
    [{ signature: 'f464b24fc39322e44b38aa78f5edd27bd1441697' }, 401],
    [{ echostr: '<script>' }, 400],
    [{ echostr: 'a'.repeat(129) }, 400],
    [{ nonce: ['1', '2'] }, 400],
  ])('never echoes %j', async (change, status) => {
    const { receiver } = recorded({ token: 'AAAAA' } as Partial<ReceiverOptions>)
    expect((await receiver.handle({ method: 'GET', query: { ...query, ...change }, body: '' })).status).toBe(status)
  })
})
