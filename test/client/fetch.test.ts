import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, type Fetch, isApiError } from '@wehook/client'
import nodeFetch from 'node-fetch'
import nodeFetch2 from 'node-fetch-2'
import * as undici from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Seen {
  readonly type: string | undefined
  readonly bytes: Buffer
}

const seen: Seen[] = []
let server: http.Server
let baseUrl = ''
const agent = new undici.Agent()

beforeAll(async () => {
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    seen.push({ type: request.headers['content-type'], bytes: Buffer.concat(chunks) })
    if (request.url === '/wxa/elsewhere') response.writeHead(302, { location: '/wxa/x' }).end()
    else response.end('{"errcode":0,"id":12345678901234567890}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await agent.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** What people give as `fetch`; that each fits without a cast is part of the test. */
const implementations: Readonly<Record<string, Fetch>> = {
  'the global one': fetch,
  'the global one, wrapped': (url, init) => fetch(url, init),
  undici: undici.fetch,
  'undici with a dispatcher': (url, init) => undici.fetch(url, { ...init, dispatcher: agent }),
  'node-fetch 3': nodeFetch,
  // Fits without a cast unless `exactOptionalPropertyTypes` is on, as it is here: its typings are older than that option.
  'node-fetch 2': nodeFetch2 as unknown as Fetch,
  'node-fetch with an agent': (url, init) => nodeFetch(url, { ...init, agent: new http.Agent() }),
}

/** Nobody listens there any more. */
async function unusedUrl(): Promise<string> {
  const closed = http.createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  return `http://127.0.0.1:${port}`
}

const bytes = Buffer.from('89504e470d0a1a0a00ff', 'hex')

describe.each(Object.entries(implementations))('with %s as fetch', (_, implementation) => {
  const open = () =>
    createClient({ componentAppId: 'wx1', componentAppSecret: 'x', baseUrl, fetch: implementation, logger: false })
  const call = (path: string, options: { readonly body?: object; readonly timeoutMs?: number }) =>
    open().call(path, { token: 'none', ...options })

  it.each([
    ['the global FormData', FormData],
    ["undici's FormData", undici.FormData],
  ])('%s goes up as a form, byte for byte', async (_name, Form) => {
    const form = new Form()
    form.set('media', new Blob([bytes], { type: 'image/png' }) as never, 'material.png')
    form.set('description', '样例')
    await call('/wxa/x', { body: form })
    const { type = '', bytes: sent } = seen.at(-1) as Seen
    expect(type).toMatch(/^multipart\/form-data; boundary=/)
    const read = await new Response(new Uint8Array(sent), { headers: { 'content-type': type } }).formData()
    expect(read.get('description')).toBe('样例')
    const media = read.get('media') as File
    expect([media.name, media.type]).toEqual(['material.png', 'image/png'])
    expect(Buffer.from(await media.arrayBuffer())).toEqual(bytes)
  })

  it('JSON goes out with Chinese as it is, and the answer loses no digit', async () => {
    expect(await call('/wxa/x', { body: { name: '样例' } })).toEqual({ id: '12345678901234567890' })
    expect(seen.at(-1)).toEqual({
      type: 'application/json; charset=utf-8',
      bytes: Buffer.from('{"name":"样例"}'),
    })
  })

  it('a redirect is not followed', async () => {
    const before = seen.length
    await expect(call('/wxa/elsewhere', {})).rejects.toMatchObject({ code: 'ERR_API_TRANSPORT' })
    expect(seen).toHaveLength(before + 1)
  })

  it('a server that is not there is told as not sent', async () => {
    const client = createClient({
      componentAppId: 'wx1',
      componentAppSecret: 'x',
      baseUrl: await unusedUrl(),
      fetch: implementation,
      logger: false,
    })
    const error = await client.call('/wxa/x', { token: 'none' }).catch((caught: unknown) => caught)
    expect(isApiError(error) && error.sent).toBe(false)
    expect(error).toMatchObject({ code: 'ERR_API_TRANSPORT', message: expect.stringContaining('ECONNREFUSED') })
  })
})

it.each([
  ['a stream', new ReadableStream()],
  ['a Map', new Map([['a', 1]])],
  ['text', '{}'],
  ['an object of a class', new (class FormDataOfAPackage {})()],
])('client.call refuses %s as a body: it would go out as something else', async (_, body) => {
  const client = createClient({ componentAppId: 'wx1', componentAppSecret: 'x', baseUrl, logger: false })
  const before = seen.length
  await expect(client.call('/wxa/x', { token: 'none', body: body as object })).rejects.toMatchObject({
    code: 'ERR_API_INPUT',
    issues: [{ path: 'body' }],
  })
  expect(seen).toHaveLength(before)
})
