import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { send } from '../src/send.js'
import { wehook } from './run'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const post = { headers: { 'content-type': 'text/xml' }, body: '<xml>中</xml>' }

test('the body arrives to the byte, with its headers and none of a browser', async () => {
  const seen: { readonly headers: unknown; readonly body: string }[] = []
  const url = await serve((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ headers: Object.keys(request.headers).sort(), body: Buffer.concat(chunks).toString() })
      response.end('success')
    })
  })
  expect(await send({ url, ...post })).toMatchObject({ status: 200, body: 'success' })
  expect(seen).toEqual([{ headers: ['connection', 'content-length', 'content-type', 'host'], body: post.body }])
})

test('a server that never answers is given up', async () => {
  const url = await serve(() => {})
  expect(await send({ url, ...post }, 100)).toMatchObject({ failure: 'timeout', code: 'ETIMEDOUT' })
})

test('a server that stops in the middle of its answer is given up', async () => {
  const url = await serve((_, response) => void response.writeHead(200).write('succ'))
  expect(await send({ url, ...post }, 100)).toMatchObject({ failure: expect.stringMatching(/timeout|reset/) })
})

test('an answer is read so far as it is of use', async () => {
  const url = await serve((_, response) => void response.end('x'.repeat(100_000)))
  expect(await send({ url, ...post })).toMatchObject({ body: 'x'.repeat(65_536) })
})

test.each([
  ['a port that WeChat does not push to', 'http://host.invalid:8080/x', 'warn'],
  ['a port that it does', 'https://host.invalid/x', 'ok'],
  ['port 80 of https', 'https://host.invalid:80/x', 'ok'],
  ['a name that begins like a private address', 'https://10.host.invalid/x', 'ok'],
  ['a name of an inner network', 'https://host.internal/x', 'warn'],
])('%s, at a host without an address', async (_, url, verdict) => {
  const { code, out } = await wehook(['doctor', '--json', '--url', url])
  expect(code).toBe(1)
  const checks: readonly { readonly id: string; readonly verdict: string; readonly cause?: string }[] =
    JSON.parse(out).checks
  expect(checks.find(({ id }) => id === 'url.form')?.verdict).toBe(verdict)
  expect(checks.find(({ id }) => id === 'url.answer')?.cause).toBe('dns')
})
