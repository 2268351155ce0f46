import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { adapterCase, pushHead, pushRequest } from './adapter-scene.js'
import { chunked } from './adapter-wire.js'
import { eventually } from './contract.js'

const limitBytes = 262_144
const junk = `<xml>${' '.repeat(limitBytes)}</xml>`

/** The ways in which a body can arrive or fail to arrive. */
export const adapterBodyCases = [
  adapterCase('takes a body in chunks, cut inside a character', async ({ newPush, wire, site, seen }) => {
    const push = newPush()
    const body = Buffer.from(`<!-- 𠮷 -->${push.body}`)
    const connection = await wire()
    connection.write(pushHead(site.path, push, { 'transfer-encoding': 'chunked' }))
    connection.write(chunked(body.subarray(0, 7), body.subarray(7, 100), body.subarray(100)))
    assert.equal((await connection.answer()).body, 'success')
    assert.deepEqual(
      seen.map(({ xml }) => xml),
      [push.xml],
    )
  }),
  adapterCase('takes a body that comes bit by bit', async ({ newPush, wire, site, seen }) => {
    const push = newPush()
    const connection = await wire()
    connection.write(pushHead(site.path, push, { 'content-length': push.body.length }))
    const third = Math.ceil(push.body.length / 3)
    for (const from of [0, third, 2 * third]) {
      connection.write(push.body.slice(from, from + third))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    assert.equal((await connection.answer()).body, 'success')
    assert.equal(seen.length, 1)
  }),
  adapterCase('takes pushes of one connection, wherever each is cut in two', async ({ newPush, wire, site, seen }) => {
    const connection = await wire()
    const pushes = [-5, -1, 0, 1, 100, Number.POSITIVE_INFINITY].map((cut) => ({ cut, push: newPush() }))
    for (const { cut, push } of pushes) {
      const request = pushRequest(site.path, push)
      const at = request.indexOf('\r\n\r\n') + 4 + cut
      connection.write(request.slice(0, at))
      await new Promise((resolve) => setTimeout(resolve, 5))
      connection.write(request.slice(at))
      assert.equal((await connection.answer()).body, 'success', `cut ${cut} from its headers`)
    }
    assert.deepEqual(
      seen.map(({ xml }) => xml),
      pushes.map(({ push }) => push.xml),
    )
  }),
  ...[undefined, '', 'xml', 'application/octet-stream'].map((type) =>
    adapterCase(
      `takes a push ${type === undefined ? 'without a content type' : `of the content type "${type}"`}`,
      async (scene) => {
        const push = scene.newPush()
        const connection = await scene.wire()
        const headers = { 'content-type': type, 'content-length': push.body.length }
        const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
        connection.write(pushHead(scene.site.path, { ...push, headers: {} as never }, given as Record<string, string>))
        connection.write(push.body)
        assert.equal((await connection.answer()).body, 'success')
        assert.equal(scene.seen.length, 1)
      },
    ),
  ),
  adapterCase(
    'refuses a gzip body, unless the host inflates it',
    async ({ newPush, wire, site, harness, seen, refused }) => {
      const push = newPush()
      const body = gzipSync(push.body)
      const connection = await wire()
      connection.write(pushHead(site.path, push, { 'content-length': body.length, 'content-encoding': 'gzip' }))
      connection.write(body)
      const { status } = await connection.answer()
      if (harness.gzip === 'untouched') assert.deepEqual([status, ...refused], [415, 'ERR_BODY_ENCODING'])
      else if (harness.gzip === 'inflated') assert.equal(status, 200)
      else assert.ok(status >= 400, `answered ${status}`)
      assert.equal(seen.length, harness.gzip === 'inflated' ? 1 : 0)
    },
  ),
  adapterCase(
    'refuses a body that is too large by its content-length',
    async ({ newPush, wire, site, harness, seen, refused }) => {
      const connection = await wire()
      connection.write(pushHead(site.path, newPush(), { 'content-length': junk.length }))
      // A parser of the host may wait for the whole body; the adapter alone refuses it before reading any of it.
      if (harness.hostReads !== 'nothing') connection.write(junk)
      assert.equal((await connection.answer()).status, 413)
      if (harness.hostReads === 'nothing') {
        assert.deepEqual(refused, ['ERR_BODY_TOO_LARGE'])
        await connection.ended
      }
      assert.deepEqual(seen, [])
    },
  ),
  adapterCase('refuses a stream that grows too large', async ({ newPush, wire, site, harness, seen, refused }) => {
    const connection = await wire()
    connection.write(pushHead(site.path, newPush(), { 'transfer-encoding': 'chunked' }))
    connection.write(chunked(junk.slice(0, 100_000), junk.slice(100_000)))
    const { status } = await connection.answer()
    if (harness.hostReads === 'object') assert.ok(status >= 400, `answered ${status}`)
    else assert.equal(status, 413)
    if (harness.hostReads === 'nothing') {
      assert.deepEqual(refused, ['ERR_BODY_TOO_LARGE'])
      await connection.ended
    }
    assert.deepEqual(seen, [])
  }),
  adapterCase('survives an upload that is aborted', async ({ newPush, wire, site, harness, post, seen, refused }) => {
    const connection = await wire()
    const push = newPush()
    connection.write(pushHead(site.path, push, { 'content-length': push.body.length }))
    connection.write(push.body.slice(0, 100))
    await new Promise((resolve) => setTimeout(resolve, 30))
    connection.destroy()
    if (harness.hostReads === 'nothing') await eventually(() => assert.deepEqual(refused, ['ERR_BODY_ABORTED']))
    assert.equal((await post()).text, 'success')
    assert.equal(seen.length, 1)
  }),
  adapterCase(
    'gives up on an upload that stalls, in time',
    async ({ newPush, wire, site, harness, post, seen, refused }) => {
      const connection = await wire()
      const push = newPush()
      connection.write(pushHead(site.path, push, { 'content-length': push.body.length }))
      connection.write(push.body.slice(0, 100))
      // A parser of the host that waits for a body does so before wehook is called.
      if (harness.hostReads === 'nothing') {
        assert.equal((await connection.answer()).status, 408)
        assert.deepEqual(refused, ['ERR_BODY_TIMEOUT'])
        await connection.ended
      }
      assert.equal((await post()).text, 'success')
      assert.equal(seen.length, 1)
    },
    { receiver: () => ({ deadlineMs: 200 }) },
  ),
  adapterCase(
    'says what took the body away, and never answers 2xx then',
    async ({ post, site, seen, refused, lines }) => {
      const answer = await post()
      assert.equal(answer.status, 500)
      assert.equal(answer.text, 'Internal Server Error')
      assert.deepEqual(refused, ['ERR_BODY_CONSUMED'])
      assert.deepEqual(seen, [])
      await eventually(() => {
        const line = lines.find(({ fields }) => 'code' in fields && fields.code === 'ERR_BODY_CONSUMED')
        assert.ok(line && 'hint' in line.fields)
        assert.ok(String(line.fields.hint).includes(`'${site.path}'`), `names the path: ${line.fields.hint}`)
      })
    },
    { isDrained: true },
  ),
] as const
