import { anyReader } from '../../src/http/consumed.js'
import { readFetchBody } from '../../src/http/fetch-body.js'
import { describeBodyReader } from './body-reader.js'

const host = {
  framework: 'fetch',
  readers: anyReader({ en: 'the host', zh: '宿主应用' }),
  line: (path: string) => path,
  place: { en: 'first', zh: '第一行' },
}

describeBodyReader(() => {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given
    },
  })
  const request = new Request('http://shop.example/', { method: 'POST', body, duplex: 'half' } as RequestInit)
  return {
    add: (chunk) => controller?.enqueue(chunk),
    end: () => controller?.close(),
    fail: (error) => controller?.error(error),
    read: (limits) => readFetchBody(request, host, limits),
  }
})
