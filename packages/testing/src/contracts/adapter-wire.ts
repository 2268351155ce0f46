import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { within } from './contract.js'

/** An answer as it was received. */
export interface WireAnswer {
  readonly status: number
  /** Status line and headers, unchanged. */
  readonly head: string
  readonly body: string
}

/** One connection, for what an HTTP client would not send: half a body, a stalled body, two requests in a row. */
export interface Wire {
  write(data: string | Uint8Array): void
  /** The next answer on this connection. */
  answer(): Promise<WireAnswer>
  /** Resolves when the server has closed the connection. */
  readonly ended: Promise<unknown>
  /** Destroys the connection. */
  destroy(): void
}

const answerTimeoutMs = 10_000

export async function openWire(server: Server): Promise<Wire> {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  // A server that refuses half a body may reset the connection after its answer.
  socket.on('error', () => {})
  const readAnswer = createAnswerReader(socket)
  return {
    write: (data) => void socket.write(data),
    answer: () => within(readAnswer(), answerTimeoutMs, 'the answer'),
    ended,
    destroy: () => socket.destroy(),
  }
}

/** The lines of a request, and the empty line behind its headers. */
export function requestHead(method: string, url: string, headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}

/** A body in HTTP chunks, each with its length in front. */
export function chunked(...parts: readonly (string | Uint8Array)[]): Buffer {
  const pieces = parts.map((part) => Buffer.from(part))
  const framed = pieces.flatMap((piece) => [
    Buffer.from(`${piece.length.toString(16)}\r\n`),
    piece,
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...framed, Buffer.from('0\r\n\r\n')])
}

function createAnswerReader(socket: Socket): () => Promise<WireAnswer> {
  let received: Buffer = Buffer.alloc(0)
  let wake = () => {}
  let isOver = false
  socket.on('data', (data: Buffer) => {
    received = Buffer.concat([received, data])
    wake()
  })
  socket.on('close', () => {
    isOver = true
    wake()
  })
  return async () => {
    for (;;) {
      const found = takeAnswer(received)
      if (found) {
        received = found.rest
        return found.answer
      }
      if (isOver) throw new Error(`the connection ended after ${received.length} bytes of an answer`)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

function takeAnswer(received: Buffer): { readonly answer: WireAnswer; readonly rest: Buffer } | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = received.subarray(0, end).toString('latin1')
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const from = end + 4
  if (received.length < from + length) return undefined
  const body = received.subarray(from, from + length).toString()
  return { answer: { status: Number(head.slice(9, 12)), head, body }, rest: received.subarray(from + length) }
}
