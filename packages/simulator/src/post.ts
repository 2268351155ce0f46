import http from 'node:http'
import https from 'node:https'
import type { SealedPush } from './push/seal-push.js'

/** The result of one attempt. `lost`: the host answered, but the answer did not reach WeChat. */
export interface Answered {
  readonly outcome: 'accepted' | 'refused' | 'timed-out' | 'unreachable' | 'lost'
  readonly status?: number
  readonly answer?: string
  /** Real ms until the answer, or until it was given up. */
  readonly ms: number
}

/** Sends a push and waits for `success`. Each push uses a new connection, so that no open connection keeps a process alive. */
export function postPush(push: SealedPush, base: string, timeoutMs: number): Promise<Answered> {
  const url = new URL(push.url(base))
  const started = performance.now()
  const ms = () => Math.round(performance.now() - started)
  return new Promise((resolve) => {
    const { request: open } = url.protocol === 'https:' ? https : http
    const request = open(url, { method: 'POST', agent: false, headers: push.headers })
    const timer = setTimeout(() => {
      resolve({ outcome: 'timed-out', ms: ms() })
      request.destroy()
    }, timeoutMs)
    const settle = (answered: Answered) => {
      clearTimeout(timer)
      resolve(answered)
    }
    request.on('error', () => settle({ outcome: 'unreachable', ms: ms() }))
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', () => settle({ outcome: 'unreachable', ms: ms() }))
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString()
        const status = response.statusCode ?? 0
        const outcome = status === 200 && answer === 'success' ? 'accepted' : 'refused'
        settle({ outcome, status, answer, ms: ms() })
      })
    })
    request.end(push.body)
  })
}
