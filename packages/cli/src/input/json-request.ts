import { type PushRequest, parseQuery } from '@wehook/core'
import { UsageError } from '../command.js'
import type { CapturedPush } from './captured-push.js'

type Json = Readonly<Record<string, unknown>>

/** Reads a push from JSON, in the first form that matches. JSON without a body is taken as the body itself. */
export function readJsonRequest(text: string): CapturedPush | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value)) return undefined
  return readHar(value) ?? readGatewayEvent(value) ?? readRequest(value) ?? { query: {}, body: text }
}

/** A HAR file, which browsers, proxies and ngrok save: the last request that looks like a push. */
function readHar({ log }: Json): CapturedPush | undefined {
  const entries = isRecord(log) && Array.isArray(log['entries']) ? (log['entries'] as readonly unknown[]) : undefined
  if (!entries) return undefined
  const requests = entries.flatMap((entry) => (isRecord(entry) && isRecord(entry['request']) ? [entry['request']] : []))
  const push = requests.findLast(({ url }) => typeof url === 'string' && url.includes('msg_signature='))
  const data = push?.['postData']
  const body = isRecord(data) ? data['text'] : undefined
  if (push && typeof body === 'string') {
    const url = String(push['url'])
    return { query: parseQuery(url), body, url }
  }
  throw new UsageError(
    push
      ? 'the push in the HAR file has no body: save it with content'
      : 'no request of the HAR file has msg_signature',
    push ? 'HAR 文件里的推送没有请求体：请连同内容一起保存' : 'HAR 文件里没有带 msg_signature 的请求',
  )
}

/** Names of the query in events of API gateways and cloud functions: AWS, 腾讯云 SCF, 阿里云 FC. */
const queryNames = ['queryStringParameters', 'queryString', 'queryParameters', 'multiValueQueryStringParameters']

function readGatewayEvent(event: Json): CapturedPush | undefined {
  const { body, rawQueryString, isBase64Encoded, path, rawPath = path } = event
  const named = queryNames.map((name) => event[name]).find(isRecord)
  const raw = typeof rawQueryString === 'string' ? parseQuery(`?${rawQueryString}`) : undefined
  if ((!named && !raw) || typeof body !== 'string') return undefined
  return {
    query: raw ?? single(named ?? {}),
    body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString() : body,
    ...(typeof rawPath === 'string' && { url: rawPath }),
  }
}

/** A gateway may give each value as a list of one. */
function single(query: Json): PushRequest['query'] {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) && value.length === 1 ? value[0] : value]),
  ) as PushRequest['query']
}

/** `{ url | query, body }`, or what `wehook push --json` prints. */
function readRequest(value: Json): CapturedPush | undefined {
  const { url, query, body } = isRecord(value['request']) ? value['request'] : value
  if (body === undefined) return undefined
  return {
    query: isRecord(query)
      ? (query as PushRequest['query'])
      : parseQuery(typeof url === 'string' ? url : `?${String(query ?? '')}`),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(typeof url === 'string' && { url }),
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
