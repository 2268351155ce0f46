import { parseQuery } from '@wehook/core'
import { UsageError } from '../command.js'
import type { CapturedPush } from './captured-push.js'
import { parseCurl } from './curl.js'
import { readJsonRequest } from './json-request.js'

const forms = {
  en: 'expected a curl command, an HTTP request (POST /path?query HTTP/1.1, headers, an empty line, the body), a HAR file, an event of an API gateway, JSON with `url` or `query` and `body`, or the XML body with the query in --query',
  zh: '可以是 curl 命令、HTTP 请求（POST /path?query HTTP/1.1、请求头、空行、请求体）、HAR 文件、API 网关事件、含 `url` 或 `query` 与 `body` 的 JSON，或 XML 请求体（query 参数写在 --query）',
} as const

/**
 * Reads a captured push in any supported form: curl command, HAR file, JSON, raw request and others. `query` is used for a body without one.
 *
 * @throws UsageError that lists the forms, or names a form that cannot be read.
 */
export function parseCaptured(
  input: string,
  query: string | undefined,
  readFile: (path: string) => string,
): CapturedPush {
  const text = input.replace(/^\ufeff/, '').trimStart()
  const given = query === undefined ? undefined : parseQuery(query.includes('?') ? query : `?${query}`)
  refuseByName(text)
  const captured = read(text, readFile)
  if (captured) return { ...captured, ...(given && { query: given }), ...(isUrl(query) && { url: query }) }
  const isEmpty = text === ''
  throw new UsageError(
    `the input is not a captured push: ${isEmpty ? 'it is empty; ' : ''}${forms.en}`,
    `输入不是捕获的推送：${isEmpty ? '内容为空；' : ''}${forms.zh}`,
  )
}

const isUrl = (text: string | undefined): text is string => text !== undefined && /^(https?:\/)?\//.test(text)

/** Forms that are copied by mistake; a browser offers "copy as cURL" next to each. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/^(\$session\s*=|Invoke-WebRequest|Invoke-RestMethod|iwr\b|irm\b)/i, 'PowerShell'],
  [/^(await\s+)?fetch\(/, 'fetch(…)'],
  [/^HTTP\/\d/, 'HTTP response'],
]

function refuseByName(text: string): void {
  const form = refused.find(([pattern]) => pattern.test(text))?.[1]
  if (form === undefined) return
  throw new UsageError(
    `this is ${form}, which cannot be read: copy the request as cURL or as a HAR file`,
    `这是 ${form}，无法读取：请把请求复制为 cURL，或保存为 HAR 文件`,
  )
}

function read(text: string, readFile: (path: string) => string): CapturedPush | undefined {
  if (/^\$?\s*curl(\.exe)?\s/.test(text)) {
    const { url, body } = parseCurl(text.replace(/^\$\s*/, ''), readFile)
    return { query: parseQuery(url), body, url }
  }
  if (/^[A-Z]+ \S+ HTTP\/\d/.test(text)) return readHttp(text)
  if (text.startsWith('{')) return readJsonRequest(text)
  return text.startsWith('<') ? { query: {}, body: text } : undefined
}

function readHttp(text: string): CapturedPush {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/)
  const target = head.split(' ')[1] ?? ''
  return { query: parseQuery(target), body: rest.join('\n\n'), url: target }
}
