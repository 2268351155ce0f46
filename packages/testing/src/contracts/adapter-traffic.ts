import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { adapterCase, pushHead, pushRequest } from './adapter-scene.js'
import { requestHead } from './adapter-wire.js'
import { within } from './contract.js'
import { createGate } from './inbox-scene.js'

/** Several requests at the same time, or one after another on a connection. */
export const adapterTrafficCases = [
  adapterCase('takes 20 pushes at once, each of them once', async ({ newPush, post, receiver, seen }) => {
    receiver.on('*', () => new Promise((resolve) => setTimeout(resolve, 20)))
    const pushes = Array.from({ length: 20 }, () => newPush())
    // Each is sent twice: WeChat repeats pushes in the same second.
    const answers = await Promise.all([...pushes, ...pushes].map(async (push) => post(push)))
    assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)), new Set(['200 success']))
    assert.deepEqual(seen.map(({ xml }) => xml).toSorted(), pushes.map(({ xml }) => xml).toSorted())
  }),
  adapterCase("leaves the host's other paths alone", async ({ client, site, refused }) => {
    const answer = await client.post(site.elsewhere).set('content-type', 'text/plain').send('hello')
    assert.equal(answer.status, 200)
    assert.equal(answer.text, 'elsewhere')
    const below = await client
      .post(`${site.path === '/' ? '' : site.path}/below`)
      .set('content-type', 'text/plain')
      .send('hello')
    assert.equal(below.status, 404)
    assert.deepEqual(refused, [])
  }),
  adapterCase('answers pushes that come in one packet, in their order', async ({ newPush, wire, site, seen }) => {
    const [first, second] = [newPush(), newPush()]
    const connection = await wire()
    const forged = newPush({ platform: { token: 'another' } })
    connection.write([first, forged, second].map((push) => pushRequest(site.path, push)).join(''))
    const statuses = [await connection.answer(), await connection.answer(), await connection.answer()]
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [200, 401, 200],
    )
    assert.deepEqual(
      seen.map(({ xml }) => xml),
      [first.xml, second.xml],
    )
  }),
  adapterCase('keeps a connection after a refusal', async ({ newPush, wire, site, harness, seen, refused }) => {
    const forged = newPush({ platform: { token: 'another' } })
    const push = newPush()
    const body = gzipSync(push.body)
    const requests = [
      pushRequest(site.path, forged),
      // wehook never reads the bodies of these requests.
      `${requestHead('POST', site.path, { 'content-type': 'text/xml', 'content-length': push.body.length })}${push.body}`,
      `${requestHead('PUT', site.path, { 'content-type': 'text/xml', 'content-length': push.body.length })}${push.body}`,
      ...(harness.gzip === 'untouched'
        ? [
            Buffer.concat([
              Buffer.from(pushHead(site.path, push, { 'content-length': body.length, 'content-encoding': 'gzip' })),
              body,
            ]),
          ]
        : []),
      pushRequest(site.path, push),
    ]
    const connection = await wire()
    const statuses: number[] = []
    for (const request of requests) {
      connection.write(request)
      statuses.push((await connection.answer()).status)
    }
    assert.deepEqual(statuses, [401, 400, 405, ...(harness.gzip === 'untouched' ? [415] : []), 200])
    assert.equal(seen.length, 1)
    assert.equal(refused.length, statuses.length - 1)
  }),
  adapterCase(
    'finishes a push while the receiver closes, and refuses the next',
    async ({ post, receiver, refused }) => {
      const [began, gate] = [createGate<void>(), createGate<void>()]
      receiver.on('*', () => {
        began.open()
        return gate.opened
      })
      // A supertest request is sent when it is awaited.
      const first = Promise.resolve(post())
      await within(began.opened, 5_000, 'the first push')
      const closed = receiver.close()
      const second = await post()
      assert.equal(second.status, 503)
      assert.deepEqual(refused, ['ERR_RECEIVER_CLOSED'])
      gate.open()
      assert.equal((await first).text, 'success')
      await within(closed, 5_000, 'closing')
    },
  ),
] as const
