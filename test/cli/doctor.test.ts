import { createServer, type RequestListener, request } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { createMessageReceiver, createReceiver } from '@wehook/core'
import { mount } from '@wehook/express'
import express from 'express'
import fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { runWehook } from 'wehook'
import { createTerminal } from './io'
import { selfSigned } from './self-signed'

const platform = {
  componentAppId: 'wxc0c0c0c0c0c0c0c0',
  token: 'sampleToken',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}
const path = '/wechat/authorization'

async function listen(server: NetServer, protocol = 'http'): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
}

async function doctor(url: string, now: () => number = Date.now) {
  const { io, printed } = createTerminal({
    WX_APPID: platform.componentAppId,
    WX_TOKEN: platform.token,
    WX_AES_KEY: platform.encodingAesKey,
  })
  const code = await runWehook(['doctor', '--json', '--url', url], { ...io, now })
  const { checks } = JSON.parse(printed.join('')) as { readonly checks: readonly Check[] }
  return { code, checks: Object.fromEntries(checks.map((check) => [check.id, check])) }
}

test('what is fixed in the console says where', async () => {
  const other = await listen(createServer(app((host) => host.use(path, mount(receiverOf({ token: 'other' }))))))
  expect((await doctor(other)).checks['url.answer']?.where).toContain('第三方平台 → 开发资料')
  const moved = await listen(createServer(app((host) => host.use('/other', mount(receiverOf())))))
  expect((await doctor(moved)).checks['url.answer']?.where).toContain('授权事件接收 URL')
  const cut = await listen(createServer((request) => void request.socket.destroy()))
  expect((await doctor(cut)).checks['url.answer']?.where).toBeUndefined()
})

interface Check {
  readonly id: string
  readonly verdict: string
  readonly cause?: string
  readonly text: string
  readonly where?: string
}

const receiverOf = (settings: Partial<typeof platform> = {}) =>
  createReceiver({ ...platform, ...settings, logger: false })

function app(build: (app: express.Express) => void): RequestListener {
  const host = express()
  build(host)
  return host as unknown as RequestListener
}

const right = app((host) => host.use(path, mount(receiverOf())))

/** As nginx does with an upstream that is down. */
const proxyToNobody: RequestListener = (_, response) => {
  const upstream = request({ host: '127.0.0.1', port: 9, method: 'POST' })
  upstream.on('error', () => response.writeHead(502, { server: 'nginx' }).end('<h1>502 Bad Gateway</h1>'))
  upstream.end()
}

const wrongKey = { encodingAesKey: 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba' }

test.each<[string, RequestListener, string]>([
  ['a path that is not mounted', app((host) => host.use('/other', mount(receiverOf()))), 'wrong-path'],
  [
    'a server with another token',
    app((host) => host.use(path, mount(receiverOf({ token: 'other' })))),
    'settings-differ',
  ],
  ['a server with another key', app((host) => host.use(path, mount(receiverOf(wrongKey)))), 'settings-differ'],
  [
    'a server with another appid',
    app((host) => host.use(path, mount(receiverOf({ componentAppId: 'wx00000000000000d0' })))),
    'settings-differ',
  ],
  [
    'a handler that fails',
    app((host) => {
      const receiver = receiverOf()
      receiver.on('unknown', () => Promise.reject(new Error('broken')))
      host.use(path, mount(receiver))
    }),
    'server-error',
  ],
  [
    'a csrf check in front',
    app((host) => host.use((_, response) => void response.status(403).send({ message: 'invalid csrf token' }))),
    'csrf',
  ],
  [
    'a redirect to https',
    app((host) => host.use((_, response) => response.redirect(301, `https://host.example${path}`))),
    'redirect',
  ],
  ['a limit of nginx', (_, response) => void response.writeHead(413, { server: 'nginx' }).end(), 'body-too-large'],
  [
    'a limit of a body parser',
    app((host) => host.use(express.text({ type: '*/*', limit: 1000 })).use(path, mount(receiverOf()))),
    'body-too-large',
  ],
  [
    'a front end for every path',
    app((host) => host.use((_, response) => void response.send('<!doctype html>'))),
    'html-body',
  ],
  ['JSON for an answer', app((host) => host.use((_, response) => void response.json('success'))), 'decorated-body'],
  ['a connection that is cut', (request) => void request.socket.destroy(), 'reset'],
])('%s is named', async (_, listener, cause) => {
  const { code, checks } = await doctor(await listen(createServer(listener)))
  expect(code).toBe(1)
  expect(checks['url.answer']).toMatchObject({ verdict: 'wrong', cause })
})

test('a framework that refuses XML is named', async () => {
  const host = fastify()
  host.post(path, async () => 'success')
  await host.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => host.close())
  const { checks } = await doctor(`http://127.0.0.1:${(host.server.address() as AddressInfo).port}${path}`)
  expect(checks['url.answer']?.cause).toBe('content-type')
})

test.each([
  ['a certificate that nobody vouches for', () => https.createServer(selfSigned, right), 'https', 'tls'],
  ['https to a port that does not speak it', () => createServer(right), 'https', 'tls'],
  ['http to a port that speaks https alone', () => https.createServer(selfSigned, right), 'http', 'reset'],
  ['a proxy whose app is down', () => createServer(proxyToNobody), 'http', 'gateway'],
] as const)('%s is named', async (_, create, protocol, cause) => {
  const { code, checks } = await doctor(await listen(create(), protocol))
  expect(code).toBe(1)
  expect(checks['url.answer']).toMatchObject({ verdict: 'wrong', cause })
})

test('nobody listening is named', async () => {
  const server = createServer()
  const url = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect((await doctor(url)).checks['url.answer']?.cause).toBe('refused')
})

test('a right server passes every check', async () => {
  const url = await listen(createServer(app((host) => host.use(path, mount(receiverOf())))))
  const { code, checks } = await doctor(url)
  expect(code).toBe(0)
  const verdicts = Object.fromEntries(Object.values(checks).map(({ id, verdict }) => [id, verdict]))
  expect(verdicts).toMatchObject({ 'url.answer': 'ok', 'url.clock': 'ok', 'url.forgery': 'ok', 'url.parsers': 'ok' })
})

test('the probe is no event of WeChat: only handlers of unknown events see it', async () => {
  const receiver = receiverOf()
  const seen: unknown[] = []
  receiver.on('*', (infoType, event) => void seen.push([infoType, 'wireInfoType' in event && event.wireInfoType]))
  await doctor(await listen(createServer(app((host) => host.use(path, mount(receiver))))))
  expect(new Set(seen.map(String))).toEqual(new Set(['unknown,wehook_doctor']))
})

test('a server that verifies nothing is named', async () => {
  const { code, checks } = await doctor(await listen(createServer((_, response) => void response.end('success'))))
  expect(code).toBe(1)
  expect(checks['url.forgery']).toMatchObject({ verdict: 'wrong', cause: 'unverified' })
})

test('a parser that takes the body for other content types is named', async () => {
  const host = app((on) => on.use(express.urlencoded({ extended: true })).use(path, mount(receiverOf())))
  const { checks } = await doctor(await listen(createServer(host)))
  expect(checks['url.parsers']).toMatchObject({ verdict: 'warn', cause: 'body-parsers' })
  expect(checks['url.parsers']?.text).toContain('application/x-www-form-urlencoded (500)')
})

test('a clock that is off is named', async () => {
  const url = await listen(createServer(app((host) => host.use(path, mount(receiverOf())))))
  const { code, checks } = await doctor(url, () => Date.now() - 3_600_000)
  expect(code).toBe(1)
  expect(checks['url.clock']).toMatchObject({ verdict: 'wrong', cause: 'clock' })
  expect((await doctor(url, () => Date.now() - 60_000)).checks['url.clock']?.verdict).toBe('warn')
})

test('a URL that is none is named without sending anything', async () => {
  const { code, checks } = await doctor('host.example/x')
  expect(code).toBe(1)
  expect(checks['url.form']?.cause).toBe('url-form')
  expect(checks['url.answer']).toBeUndefined()
})

test('a host that WeChat cannot reach is only warned of', async () => {
  const { checks } = await doctor(await listen(createServer((_, response) => void response.end('success'))))
  expect(checks['url.form']).toMatchObject({ verdict: 'warn', cause: 'private-host' })
})

test('消息与事件接收 URL is known by $APPID$, and a right server passes', async () => {
  const messages = createMessageReceiver({ ...platform, logger: false })
  const seen: unknown[] = []
  messages.on('unknown', ({ authorizerAppId, wireInfoType }) => seen.push(`${authorizerAppId} ${wireInfoType}`))
  const base = await listen(createServer(app((host) => host.use('/wechat/message/:appid', mount(messages)))))
  const { code, checks } = await doctor(base.replace(/\/wechat\/.*$/, '/wechat/message/$APPID$'))
  expect(code).toBe(0)
  expect(Object.values(checks).find(({ id }) => id === 'url.answer')?.verdict).toBe('ok')
  expect(new Set(seen)).toEqual(new Set(['wx0123456789abcdef wehook_doctor']))
})
