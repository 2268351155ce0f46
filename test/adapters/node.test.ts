import { once } from 'node:events'
import { IncomingMessage } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { toNodeHandler } from '@wehook/core/node'
import { expect, it, onTestFinished } from 'vitest'
import { elsewhere, runAdapterContract, serveListener } from './adapter-suite.js'
import { newPush, newReceiver } from './pushes.js'

runAdapterContract(
  'node:http',
  {
    isNative: (native) => native instanceof IncomingMessage,
    start({ handler, path, isDrained }) {
      const handle = toNodeHandler(handler, { path })
      return serveListener(async (request, response) => {
        if (isDrained) for await (const _chunk of request.iterator({ destroyOnReturn: false }));
        await handle(request, response, () => {
          const isOurs = request.url === elsewhere
          response.writeHead(isOurs ? 200 : 404).end(isOurs ? 'elsewhere' : 'not found')
        })
      })
    },
  },
  { messages: true },
)

it('takes pushes by HTTP/2, refuses what is too long, and writes no header that HTTP/2 does not have', async () => {
  const warnings: Error[] = []
  const warn = (warning: Error) => void warnings.push(warning)
  process.on('warning', warn)
  onTestFinished(() => void process.off('warning', warn))
  const server = createHttp2Server(toNodeHandler(newReceiver({ bodyLimitBytes: 20_000 })))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(() => void server.close())
  onTestFinished(() => session.destroy())
  const post = async (path: string, body: string) => {
    const stream = session.request({ ':method': 'POST', ':path': path })
    stream.on('error', () => {})
    stream.end(body)
    const [headers] = await once(stream, 'response')
    return { status: headers[':status'], text: await text(stream) }
  }
  const push = newPush()
  expect(await post(push.url('/wechat'), push.body)).toEqual({ status: 200, text: 'success' })
  expect(await post(push.url('/wechat'), 'x'.repeat(20_001))).toEqual({ status: 413, text: 'Payload Too Large' })
  expect(warnings).toEqual([])
})
