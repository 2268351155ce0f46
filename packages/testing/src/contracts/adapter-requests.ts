import assert from 'node:assert/strict'
import type { PushRequest, PushResponse } from '@wehook/core'
import type supertest from 'supertest'
import type { AdapterHarness, AdapterSite } from './adapter-scene.js'
import type { ContractCase } from './contract.js'

/** A case with a handler that is not a receiver: it checks the request that the handler gets and the answer that is sent. */
function handlerCase(
  name: string,
  answer: PushResponse,
  play: (scene: {
    readonly harness: AdapterHarness
    readonly site: AdapterSite
    readonly client: ReturnType<typeof supertest>
    readonly asked: readonly PushRequest[]
  }) => Promise<void>,
): ContractCase<AdapterHarness> {
  return {
    name,
    async run(harness) {
      const { default: createClient } = await import('supertest')
      const asked: PushRequest[] = []
      const handle = async (request: PushRequest) => {
        asked.push(request)
        return answer
      }
      const site = await harness.serve({ handle }, { isDrained: false })
      await play({ harness, site, client: createClient(site.server), asked })
    },
  }
}

const page: PushResponse = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: '<!doctype html><title>控制台</title>',
}
const seeOther: PushResponse = {
  status: 303,
  headers: { location: '?page=push&id=1', 'cache-control': 'no-store' },
  body: '',
}
const icon: PushResponse = {
  status: 200,
  headers: { 'content-type': 'image/png' },
  body: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]),
}

/** The fields of a request that a handler gets, and the answers that it can give. */
export const adapterRequestCases = [
  handlerCase(
    'tells the URL as the server received it, whatever a mount cut off',
    page,
    async ({ client, site, asked }) => {
      const url = `${site.path}?page=push&id=%E5%8D%95&id=2`
      assert.equal((await client.get(url)).status, 200)
      assert.equal(asked[0]?.url, url)
      assert.equal(asked[0]?.method, 'GET')
      assert.deepEqual({ ...asked[0]?.query }, { page: 'push', id: ['单', '2'] })
    },
  ),
  handlerCase('tells the headers by their lower-case names', page, async ({ client, site, asked }) => {
    await client.get(site.path).set('Accept-Language', 'zh-CN,zh;q=0.9').set('X-Invented', 'a value')
    const headers = asked[0]?.headers ?? {}
    assert.equal(headers['accept-language'], 'zh-CN,zh;q=0.9')
    assert.equal(headers['x-invented'], 'a value')
    assert.deepEqual(
      Object.keys(headers),
      Object.keys(headers).map((name) => name.toLowerCase()),
    )
  }),
  handlerCase("hands on the framework's own request", page, async ({ client, site, harness, asked }) => {
    await client.get(site.path)
    assert.equal(harness.isNative(asked[0]?.native), true)
  }),
  handlerCase('writes HTML with the headers of the answer', page, async ({ client, site }) => {
    const answer = await client.get(site.path)
    assert.equal(answer.text, page.body)
    for (const [name, value] of Object.entries(page.headers)) assert.equal(answer.headers[name], value)
  }),
  handlerCase('writes a redirect without a body', seeOther, async ({ client, site }) => {
    const answer = await client.get(site.path).redirects(0)
    assert.equal(answer.status, 303)
    assert.equal(answer.headers['location'], '?page=push&id=1')
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal(answer.text ?? '', '')
  }),
  handlerCase('writes bytes as they are', icon, async ({ client, site }) => {
    const answer = await client.get(site.path).buffer(true)
    assert.equal(answer.headers['content-type'], 'image/png')
    assert.deepEqual(Uint8Array.from(answer.body as Buffer), icon.body)
  }),
] as const
