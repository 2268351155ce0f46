import { inspect } from 'node:util'
import { isWehookError } from '@wehook/core'
import { Cluster, Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { toSettings } from '../src/options.js'
import { redisStorage } from '../src/storage.js'

const url = 'redis://127.0.0.1:6379'
const nodes = [{ host: '127.0.0.1', port: 6379 }]

describe('options of redisStorage', () => {
  it.each([
    [{ connection: '' }, /connection/],
    [{ connection: 'redis://no url:x' }, /connection/],
    [{ connection: 6379 as never }, /connection/],
    [{ connection: true as never }, /connection/],
    [{ connection: nodes as never }, /connection/],
    [{ connection: url, prefix: '' }, /prefix/],
    [{ connection: url, language: 'fr' as never }, /language/],
    [{ connection: url, leaseMs: Number.NaN }, /leaseMs/],
    [{ connection: url, keepTextMs: 10, keepIdMs: 5 }, /keepIdMs/],
    [{ connection: url, sealKey: 'short' }, /sealKey/],
  ])('refuses %j', (options, message) => {
    expect(() => redisStorage(options)).toThrow(message)
  })

  it.each([
    ['options', { host: '127.0.0.1', keyPrefix: 'app:' }],
    ['a URL', `${url}?keyPrefix=app:`],
    ['a client', new Redis({ lazyConnect: true, keyPrefix: 'app:' })],
    ['a cluster', new Cluster(nodes, { lazyConnect: true, redisOptions: { keyPrefix: 'app:' } })],
  ])('refuses a keyPrefix in %s, and names `prefix`', (_, connection) => {
    expect(() => redisStorage({ connection })).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTIONS_INVALID',
        message: expect.stringContaining('`keyPrefix`'),
        hint: expect.stringContaining('`prefix`'),
      }),
    )
  })

  it('shows nothing of a URL that it refuses', () => {
    const caught = (() => {
      try {
        return redisStorage({ connection: 'redis://:invented-password@no host' })
      } catch (error) {
        return error
      }
    })()
    expect(isWehookError(caught, 'ERR_OPTIONS_INVALID')).toBe(true)
    expect(inspect(caught, { depth: 9, showHidden: true })).not.toContain('invented-password')
  })

  it('takes a URL, a host with its port, the path of a socket, options and clients of ioredis', () => {
    const clients = [new Redis({ lazyConnect: true }), new Cluster(nodes, { lazyConnect: true })]
    for (const connection of [
      'rediss://u:p@h:1/2',
      'localhost:6379',
      '/run/redis.sock',
      { host: 'h', port: 1 },
      ...clients,
    ])
      expect(toSettings({ connection }).connection).toBe(connection)
  })

  it('says at the first use that a function opened no client', async () => {
    const { inbox, tokens } = redisStorage({ connection: (() => undefined) as never })
    const refused = { code: 'ERR_OPTIONS_INVALID', message: expect.stringContaining('no client') }
    await expect(inbox.counts()).rejects.toMatchObject(refused)
    await expect(tokens.get('k')).rejects.toMatchObject(refused)
  })
})
