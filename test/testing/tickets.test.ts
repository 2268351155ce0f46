import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPlatform, openPush } from '@wehook/core'
import { createSimulatedPlatform, type SimulatedPlatformOptions } from '@wehook/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createScene } from './scene.js'

interface Answer {
  readonly status?: number
  readonly body?: string
  readonly afterMs?: number
}

/** A callback URL that answers as told, and keeps what came. */
async function createCallback(answers: readonly Answer[] = []) {
  const got: { readonly query: Record<string, string>; readonly body: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '', 'http://127.0.0.1')
    got.push({ query: Object.fromEntries(url.searchParams), body: Buffer.concat(chunks).toString() })
    const { status = 200, body = 'success', afterMs = 0 } = answers[got.length - 1] ?? {}
    setTimeout(() => response.writeHead(status).end(body), afterMs)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push` }
}

async function createScript(answers: readonly Answer[] = [], options: SimulatedPlatformOptions = {}) {
  const { got, url } = await createCallback(answers)
  const platform = await createSimulatedPlatform({ callbackUrl: url, tickets: false, ...options })
  onTestFinished(() => platform.close())
  const opened = () => got.map((push) => openPush(push, [createPlatform(platform.receiverOptions)]))
  return { platform, got, opened }
}

describe('tickets', () => {
  it('come every 10 minutes of simulated time', async () => {
    const { platform, got } = await createScript([], { tickets: true })
    await platform.clock.advance({ minutes: 35 })
    expect(got).toHaveLength(3)
    expect(new Set(platform.pushes.map((push) => JSON.stringify(push.fields))).size).toBe(3)
  })

  it('carry the last value once more when asked', async () => {
    const { platform } = await createScript()
    await platform.pushTicket()
    await platform.clock.advance({ seconds: 650 })
    await platform.pushTicket({ again: true })
    const [first, second] = platform.pushes
    expect(second?.fields).toEqual(first?.fields)
    expect(second?.xml).not.toBe(first?.xml)
  })

  it('begin when api_start_push_ticket is called, and not twice', async () => {
    const { platform, client } = await createScene()
    await client.component.startPushTicket()
    await client.component.startPushTicket()
    await platform.clock.advance({ minutes: 10 })
    expect(platform.calls.map(({ answer }) => (answer as { errmsg: string }).errmsg)).toEqual([
      'ok',
      'in a normal state',
    ])
    expect(platform.pushes).toHaveLength(2)
  })
})
