import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createReceiver } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'
import { sealPush } from '@wehook/testing'
import { expect, it, onTestFinished } from 'vitest'
import { serveListener, stop } from '../adapters/adapter-suite.js'
import { pushTo } from '../adapters/pushes.js'

const platform = {
  componentAppId: 'wx7c0e5a1b2d3f4a68',
  token: 'strangers-token',
  encodingAesKey: 'kQ3vX8pLm2Zr7TnB5yHs9WdFg1CjKa4EuRo6NiVtYxq',
}
const path = '/?timestamp=1700000000&nonce=1&msg_signature=x'

/** A receiver whose own deadline is a minute, so that a push that waits for strangers does not come back in this test's time. */
async function start(bodyLimitBytes: number) {
  const receiver = createReceiver({ ...platform, logger: false, deadlineMs: 60_000, bodyLimitBytes })
  const refused: string[] = []
  receiver.signals.on('rejected', ({ code }) => void refused.push(code))
  const server = await serveListener(toNodeHandler(receiver))
  onTestFinished(() => stop(server))
  return { server, refused }
}

async function stranger(server: Server, head: string, body = ''): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.on('error', () => {})
  socket.resume()
  socket.write(`POST ${path} HTTP/1.1\r\nhost: shop.example\r\n${head}\r\n\r\n${body}`)
  return socket
}

/** A genuine push of `length` characters or so. */
function longPush(length: number) {
  const elements = `<InfoType>unauthorized</InfoType><AuthorizerAppid>wx0000000000000a01</AuthorizerAppid>`
  return sealPush(platform, `<xml>${elements}<Undocumented>${'x'.repeat(length)}</Undocumented></xml>`)
}

it('a long push is answered next to idle strangers who announced one', async () => {
  const { server, refused } = await start(262_144)
  for (let i = 0; i < 10; i++) await stranger(server, 'content-length: 200000')
  expect((await pushTo(server, '/', longPush(100_000))).text).toBe('success')
  expect(refused).toEqual([])
})

it.each([
  ['chunked', (body: string) => ['transfer-encoding: chunked', `${body.length.toString(16)}\r\n${body}\r\n`]],
  ['of announced length', (body: string) => ['content-length: 16000', body]],
])(
  'strangers who stall in the middle of bodies %s are given up where memory runs out, and a long push is answered',
  async (_, toParts) => {
    const { server, refused } = await start(16_000)
    const [head = '', body] = toParts('A'.repeat(12_000))
    for (let i = 0; i < 150; i++) await stranger(server, head, body)
    // 64 bodies of 16,000 bytes fit, which is 85 of 12,000 bytes.
    await expect.poll(() => refused.length, { timeout: 10_000 }).toBe(150 - 85)
    expect(new Set(refused)).toEqual(new Set(['ERR_BODY_TIMEOUT']))
    expect((await pushTo(server, '/', longPush(6_000))).text).toBe('success')
  },
)
