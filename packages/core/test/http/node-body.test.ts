import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { readNodeBody } from '../../src/http/node-body.js'
import { describeBodyReader } from './body-reader.js'

const limits = { limitBytes: 10, timeoutMs: 60_000 }

describeBodyReader(() => {
  const stream = new PassThrough()
  return {
    add: (chunk) => void stream.write(chunk),
    end: () => void stream.end(),
    fail: (error) => void stream.destroy(error),
    read: (limits) => readNodeBody(stream, stream, undefined, limits),
  }
})

it('a body of another length than announced is aborted', async () => {
  const stream = new PassThrough()
  const body = readNodeBody(stream, stream, 5, limits)
  stream.end('four')
  await expect(body).rejects.toMatchObject({ code: 'ERR_BODY_ABORTED' })
})

it("an error of the stream after its body was read is nobody's", async () => {
  const stream = new PassThrough({ autoDestroy: false })
  const body = readNodeBody(stream, stream, undefined, limits)
  stream.end('body')
  expect((await body).toString()).toBe('body')
  stream.emit('error', new Error('later'))
  await new Promise((resolve) => setTimeout(resolve, 5))
})
