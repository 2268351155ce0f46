import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { isWehookError } from '@wehook/core'
import { type RedisStorageOptions, redisStorage } from '@wehook/redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOwnRedis, freePort, newPrefix, requireOwnRedis } from '../support/redis.js'

const password = 'invented-password'
const wrong = 'other-password'

const newEntry = () => ({
  id: 'b'.repeat(64),
  componentAppId: 'wx0123456789abcdef',
  receivedAt: 1_795_000_000_000,
  infoType: 'authorized',
  xml: '<xml/>',
})

/** What a put and a consumer that is started end in. */
async function tryIt(connection: RedisStorageOptions['connection']) {
  const told: unknown[] = []
  const storage = redisStorage({ connection, prefix: newPrefix() })
  const consume = () =>
    storage.inbox.consume(async () => 'handled', {
      concurrency: 1,
      retryDelaysMs: [],
      onError: (error) => told.push(error),
    })
  try {
    const put: unknown = await storage.inbox.put(newEntry()).catch((error: unknown) => error)
    const started: unknown = await consume().catch((error: unknown) => error)
    const token: unknown = await storage.tokens.get('k').catch((error: unknown) => error)
    return { put, started, token, told }
  } finally {
    await storage.close()
  }
}

function expectReason(error: unknown, reason: RegExp): void {
  expect(isWehookError(error), inspect(error)).toBe(true)
  expect(String(error)).toMatch(reason)
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(new RegExp(`${password}|${wrong}`))
}

describe.skipIf(!requireOwnRedis())('why there is no connection', () => {
  const [open, locked, sealed] = [createOwnRedis(), createOwnRedis(), createOwnRedis()]
  const directory = mkdtempSync(join(tmpdir(), 'wehook-tls-'))
  const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')]
  let ports: { readonly open: number; readonly locked: number; readonly tls: number }

  beforeAll(async () => {
    const subject = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
    execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
    ports = { open: await freePort(), locked: await freePort(), tls: await freePort() }
    await open.start('--port', String(ports.open))
    await locked.start('--port', String(ports.locked), '--requirepass', password)
    const tls = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate]
    await sealed.start('--tls-port', String(ports.tls), '--tls-auth-clients', 'no', ...tls)
  })
  afterAll(async () => {
    await Promise.all([open.close(), locked.close(), sealed.close()])
    rmSync(directory, { recursive: true })
  })

  /** Redis was reached and refuses this configuration: waiting does not help, so that `start()` rejects. */
  it.each([
    ['a wrong password', () => `redis://:${wrong}@127.0.0.1:${ports.locked}`, /password \(WRONGPASS\)/],
    ['a wrong user', () => `redis://nobody:${password}@127.0.0.1:${ports.locked}`, /password \(WRONGPASS\)/],
    ['no password', () => `redis://127.0.0.1:${ports.locked}`, /requires a password.*\(NOAUTH\)/],
    ['a database that is not there', () => `redis://127.0.0.1:${ports.open}/99`, /database number/],
  ])('%s: put, start and tokens say so', async (_, connection, reason) => {
    const { put, started, token } = await tryIt(connection())
    for (const error of [put, started, token]) expectReason(error, reason)
  })

  /** Redis may come: `start()` resolves and says what it waits for. */
  it.each([
    ['an unknown host', () => 'redis://no-such-host.invalid:6379', /host name of Redis is unknown/],
    ['a port where nobody listens', () => 'redis://127.0.0.1:1', /connection refused/],
    ['a socket file that is not there', () => '/nowhere/redis.sock', /socket file/],
    ['TLS to a plain port', () => `rediss://127.0.0.1:${ports.open}`, /TLS handshake.*without TLS/],
    ['plain to a TLS port', () => `redis://127.0.0.1:${ports.tls}`, /closed the connection.*expects TLS/],
    [
      'a certificate that is not trusted',
      () => `rediss://127.0.0.1:${ports.tls}`,
      /certificate of Redis is not trusted/,
    ],
  ])('%s: put and tokens say so, and the consumer that waits', async (_, connection, reason) => {
    const { put, started, token, told } = await tryIt(connection())
    for (const error of [put, token, told[0]]) expectReason(error, reason)
    expect(started).not.toBeInstanceOf(Error)
  })

  it('a host that does not answer is told as silence', async () => {
    const silent = createServer(() => {})
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    try {
      const { put } = await tryIt(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`)
      expectReason(put, /does not answer in time/)
    } finally {
      silent.close()
    }
  })

  it('works with TLS and a password, from a URL, options, a client and a function', async () => {
    const connections: readonly RedisStorageOptions['connection'][] = [
      `redis://:${password}@127.0.0.1:${ports.locked}`,
      { host: '127.0.0.1', port: ports.locked, password },
      { host: 'localhost', port: ports.tls, tls: { rejectUnauthorized: false } },
      new Redis({ port: ports.locked, password, lazyConnect: true, keyPrefix: '' }),
      (settings) => new Redis({ ...settings, port: ports.locked, password }),
    ]
    for (const connection of connections) expect((await tryIt(connection)).put).toBe('stored')
  })

  it('leaves a client that it was given alone', async () => {
    const client = new Redis({ port: ports.open, lazyConnect: true })
    expect((await tryIt(client)).put).toBe('stored')
    expect(client.status).toBe('wait')
  })

  it('refuses a client with a keyPrefix that a function returns', async () => {
    const { put, started } = await tryIt((settings) => new Redis({ ...settings, port: ports.open, keyPrefix: 'app:' }))
    for (const error of [put, started]) {
      expect(isWehookError(error, 'ERR_OPTIONS_INVALID')).toBe(true)
      expectReason(error, /keyPrefix/)
    }
  })
})
