import { samples, sealPush } from '@wehook/simulator'
import { expect, test } from 'vitest'
import { platform, url, wehook } from '../run'

const push = sealPush(platform, samples.authorized.typical)
const at = push.url(url)
const base64 = Buffer.from(push.body).toString('base64')
const lists = Object.fromEntries(Object.entries(push.query).map(([name, value]) => [name, [value]]))
const har = (entries: readonly object[]) => ({ log: { version: '1.2', entries } })
const entry = { request: { method: 'POST', url: at, postData: { mimeType: 'text/xml', text: push.body } } }

test.each([
  ['a HAR file', har([{ request: { method: 'GET', url: 'https://host.example/' } }, entry])],
  ['an event of AWS API Gateway', { httpMethod: 'POST', queryStringParameters: push.query, body: push.body }],
  ['one whose body is base64', { queryStringParameters: push.query, body: base64, isBase64Encoded: true }],
  ['one with lists', { multiValueQueryStringParameters: lists, body: push.body }],
  ['an event of AWS HTTP APIs', { version: '2.0', rawQueryString: new URL(at).search.slice(1), body: push.body }],
  ['an event of 腾讯云 SCF', { httpMethod: 'POST', path: '/wechat', queryString: push.query, body: push.body }],
  ['an event of 阿里云 FC', { queryParameters: push.query, body: base64, isBase64Encoded: true }],
  ['JSON with url and body', { url: at, body: push.body }],
])('open reads %s', async (_, json) => {
  const { code, out } = await wehook(['open'], { stdin: JSON.stringify(json) })
  expect(out).toContain('authentic')
  expect(code).toBe(0)
})

test.each([
  ['a HAR file without a push', har([]), 'no request of the HAR file has msg_signature'],
  ['a HAR file without content', har([{ request: { url: at } }]), 'has no body'],
])('%s is refused by name', async (_, json, message) => {
  const { code, err } = await wehook(['open'], { stdin: JSON.stringify(json) })
  expect([code, err]).toEqual([2, expect.stringContaining(message)])
})
