import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApiAnswer, answerCall, checkAnyToken, refusal } from './answer.js'
import type { Api } from './api.js'
import { apis } from './apis/index.js'
import type { ApiCall, CallRecord } from './call.js'
import type { Faults } from './faults.js'
import type { HeldAnswers } from './held-answers.js'
import type { PageAnswer } from './page/html.js'
import type { Pages } from './page/pages.js'
import { clockPath } from './remote-clock.js'
import type { RuleId } from './rules/index.js'
import { markReachable } from './turns.js'
import type { World } from './world.js'

export interface ApiServer {
  readonly baseUrl: string
  readonly records: readonly CallRecord[]
  close(): Promise<void>
}

export interface ApiServerOptions {
  readonly world: World
  readonly faults: Faults
  readonly held: HeldAnswers
  readonly pages: Pages
  readonly port?: number
}

/** api.weixin.qq.com and the pages of the simulated platform, on 127.0.0.1. */
export async function createApiServer({ world, faults, held, pages, port = 0 }: ApiServerOptions): Promise<ApiServer> {
  const records: CallRecord[] = []
  const server = http.createServer((request, response) => {
    respond(request, response).catch(() => response.destroy())
  })

  async function respond(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const call = await readCall(request)
    if (call.path === clockPath) return sendJson(response, 200, { now: world.clock.now() })
    const answer = await pages(call)
    if (answer) return sendPage(response, answer)
    const fault = faults.take(call.path)
    const isRefused = fault !== undefined && !('lost' in fault && fault.lost === 'answer')
    const answered: ApiAnswer = isRefused ? { json: fault } : await route(call, world)
    const json = withRid(answered.json, world)
    const record: CallRecord = {
      at: world.clock.now(),
      call,
      answer: json,
      ...(answered.rule && { rule: answered.rule }),
      ...(fault && { fault }),
    }
    records.push(record)
    world.options.onCall?.(record)
    if (fault && 'lost' in fault) return void response.destroy()
    markReachable(world, json)
    await held.wait(call.path)
    const status = fault && 'httpStatus' in fault ? fault.httpStatus : 200
    // By the simulated clock, like the times of events, because the client compares the times of answers with those of events.
    response.setHeader('date', new Date(world.clock.now()).toUTCString())
    sendJson(response, status, status === 200 ? json : undefined)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    baseUrl: world.baseUrl,
    records,
    close: () =>
      new Promise((resolve) => {
        held.releaseAll()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function sendJson(response: http.ServerResponse, status: number, json: object | undefined): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(json && JSON.stringify(json))
}

function sendPage(response: http.ServerResponse, { status, location, body }: PageAnswer): void {
  const type = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', connection: 'close' }
  response.writeHead(status, location === undefined ? type : { ...type, location })
  response.end(body)
}

async function readCall(request: http.IncomingMessage): Promise<ApiCall> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const isMultipart = request.headers['content-type']?.startsWith('multipart/') === true
  const text = isMultipart ? '' : bytes.toString()
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: parseObject(text) ?? {},
    text,
    bytes,
    remoteAddress: request.socket.remoteAddress ?? '',
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

async function route(call: ApiCall, world: World): Promise<ApiAnswer> {
  const { ipWhitelist, answers = {} } = world.options
  if (ipWhitelist && !ipWhitelist.includes(call.remoteAddress)) return refusal('call/ip', call)
  if (Object.hasOwn(answers, call.path)) return answerByUser(answers[call.path], call, world)
  const candidates = apis.filter((api) => api.path === call.path)
  const [first] = candidates
  if (!first) return refusal('call/unknown-path', call)
  const rule = formRule(first, call)
  if (rule) return refusal(rule, call)
  const ofAction = candidates.filter((api) => api.action === undefined || api.action === call.query['action'])
  // The whole path is retired, so a wrong action gets the same answer as any other.
  const api = ofAction.find((row) => row.isMeant?.(call) ?? true)
  return api ? answerCall(api, call, world) : refusal('registration/action', call)
}

function formRule(api: Api, call: ApiCall): RuleId | undefined {
  if (api.method !== 'GET' && call.method !== 'POST') return 'call/method'
  if (api.body === 'none') return undefined
  if (call.bytes.length === 0) return 'call/empty-body'
  return api.body === 'json' && parseObject(call.text) === undefined ? 'call/format' : undefined
}

async function answerByUser(answer: unknown, call: ApiCall, world: World): Promise<ApiAnswer> {
  const rule = checkAnyToken(call, world)
  if (rule) return refusal(rule, call)
  const json: unknown = typeof answer === 'function' ? await answer(call) : answer
  return { json: json as object }
}

/** Every errmsg of WeChat ends with a rid. */
function withRid(json: object, world: World): object {
  if (!('errcode' in json) || !('errmsg' in json) || json.errcode === 0) return json
  const rid = [world.ids.hex(8), world.ids.hex(8), world.ids.hex(8)].join('-')
  return { ...json, errmsg: `${String(json.errmsg)} rid: ${rid}` }
}
