import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, type ClientOptions, createClient, isWechatApiError } from '@wehook/client'
import {
  type AuthorizationEvents,
  createEmitter,
  createReceiver,
  type Inbox,
  isWehookError,
  type Receiver,
  type ReceiverOptions,
  type TokenStore,
} from '@wehook/core'
import { toFetchHandler } from '@wehook/core/fetch'
import { toNodeHandler } from '@wehook/core/node'
import { mount as mountExpress } from '@wehook/express'
import { mount as mountFastify } from '@wehook/fastify'
import { mount as mountKoa } from '@wehook/koa'
import { type RedisStorage, type RedisStorageOptions, redisStorage } from '@wehook/redis'
import { type SqliteStorage, sqliteStorage } from '@wehook/sqlite'
import { createSimulatedPlatform, deliver, type SealedPush, samples, sealPush } from '@wehook/testing'
import express from 'express'
import fastify from 'fastify'
import Koa from 'koa'

type AppEvents = AuthorizationEvents & { 'order-paid': { readonly cents: number } }

const platform = { componentAppId: 'wx0123456789abcdef', token: 'an-invented-token', encodingAesKey: 'A'.repeat(43) }
const emitter = createEmitter<AppEvents>()
const options: ReceiverOptions<AppEvents> = { ...platform, emitter, logger: false }
const receiver: Receiver<AppEvents> = createReceiver(options)
const heard: string[] = []

emitter.on('order-paid', ({ cents }) => heard.push(`paid ${cents.toFixed(0)}`))
receiver.on('notify_third_fasteregister', async (event) => {
  // @ts-expect-error a misspelt field does not compile
  assert.equal(event.payload.apid, undefined)
  if (event.outcome === 'succeeded') {
    const appid: string = event.payload.appid
    heard.push(`succeeded ${appid}`)
  } else {
    const advice: string = event.status.advice
    heard.push(`${event.outcome} ${advice}`)
  }
})
// @ts-expect-error an InfoType that does not exist
export const misspelt = () => receiver.on('notify_third_fastregister', () => {})

async function post(listener: RequestListener, push: SealedPush): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = push.url(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/authorization`)
  const response = await fetch(url, { method: 'POST', headers: push.headers, body: push.body })
  server.close()
  return `${response.status} ${await response.text()}`
}

/** Never called: these need a server, their types do not. */
export function manyMachines(options: RedisStorageOptions): { readonly inbox: Inbox; readonly tokens: TokenStore } {
  const storage: RedisStorage = redisStorage(options)
  return { inbox: storage.inbox, tokens: storage.tokens }
}

async function callAnApi(): Promise<void> {
  const storage: SqliteStorage = sqliteStorage({ file: 'data/typed.db' })
  const wechat = await createSimulatedPlatform()
  const options: ClientOptions = { ...wechat.clientOptions, tokens: storage.tokens, logger: false }
  const client: Client = createClient(options)
  try {
    await client.registration.enterprise.create({
      name: '样例科技有限公司',
      code: '91440300MA5XXXXX9U',
      component_phone: '000',
    })
    assert.fail('there is no ticket yet')
  } catch (error) {
    assert.ok(isWehookError(error, 'ERR_TOKEN_UNAVAILABLE'))
    assert.equal(isWechatApiError(error), false)
  }
  await wechat.close()
  await storage.close()
}

async function main(): Promise<void> {
  const { succeeded, failed } = samples.notify_third_fasteregister
  const app = express()
  app.use('/wechat/authorization', mountExpress(receiver))
  assert.equal(await post(app, sealPush(platform, succeeded)), '200 success')
  assert.equal(await post(toNodeHandler(receiver), sealPush(platform, failed)), '200 success')
  const koa = new Koa().use(mountKoa(receiver, { path: '/wechat/authorization' }))
  assert.equal(await post(koa.callback(), sealPush(platform, succeeded)), '200 success')
  const server = fastify()
  await server.register(mountFastify(receiver), { prefix: '/wechat/authorization' })
  await server.ready()
  assert.equal(await post((req, res) => server.routing(req, res), sealPush(platform, succeeded)), '200 success')
  const response: Response = await toFetchHandler(receiver)(sealPush(platform, succeeded).toRequest('http://a.test'))
  assert.equal(response.status, 200)
  emitter.emit('order-paid', { cents: 100 })
  assert.equal(heard[0], `succeeded ${succeeded.appid}`)
  assert.match(heard[1] ?? '', /^failed /)
  assert.equal(heard.at(-1), 'paid 100')

  assert.equal((await deliver(receiver, sealPush({ ...platform, token: 'another' }, succeeded))).status, 401)
  try {
    createReceiver({ ...platform, encodingAesKey: 'short' })
    assert.fail('a bad key was taken')
  } catch (error) {
    assert.ok(isWehookError(error, 'ERR_OPTIONS_INVALID'))
    const code: 'ERR_OPTIONS_INVALID' = error.code
    assert.ok(code && error.hint)
  }
  await receiver.close()
  await callAnApi()
  console.log('everything works')
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
