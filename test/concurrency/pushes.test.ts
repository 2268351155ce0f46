import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createReceiver } from '@wehook/core'
import { mount } from '@wehook/express'
import { sealPush } from '@wehook/testing'
import express from 'express'
import { afterAll, expect, it } from 'vitest'

const platform = {
  componentAppId: 'wx0000000000000c01',
  token: 'invented-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}
const receiver = createReceiver({ ...platform, logger: false })
const server = createServer(express().use('/wechat', mount(receiver)))
afterAll(() => server.close())

it('handles each of 200 concurrent pushes once, duplicates among them, and answers every one', {
  timeout: 30_000,
}, async () => {
  const runs = new Map<string, number>()
  receiver.on('unauthorized', async ({ payload: { AuthorizerAppid } }) => {
    runs.set(AuthorizerAppid, (runs.get(AuthorizerAppid) ?? 0) + 1)
    await sleep(Math.random() * 50)
    if (AuthorizerAppid.endsWith('7')) throw new Error('handler')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat`

  // 150 distinct ones, 50 of them twice; sealed again, as WeChat may do.
  const appids = Array.from({ length: 200 }, (_, i) => `wx${String(i % 150).padStart(16, '0')}`)
  const answers = await Promise.all(
    appids.map(async (AuthorizerAppid) => {
      const push = sealPush(platform, { infoType: 'unauthorized', CreateTime: 1_700_000_000, AuthorizerAppid })
      const response = await fetch(push.url(base), { method: 'POST', body: push.body })
      return { AuthorizerAppid, status: response.status, body: await response.text() }
    }),
  )

  for (const { AuthorizerAppid, status, body } of answers) {
    const fails = AuthorizerAppid.endsWith('7')
    expect([status, body]).toEqual(fails ? [500, 'Internal Server Error'] : [200, 'success'])
    // One that failed may be tried again by a twin that came after it.
    if (!fails) expect(runs.get(AuthorizerAppid)).toBe(1)
  }
  expect(runs.size).toBe(150)
})
