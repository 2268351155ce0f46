import { checkOptionNames } from '@wehook/core/storage'
import { anyAnswer } from './answers.js'
import { callOptionNames } from './apis/request.js'
import type { Connection } from './connection.js'
import { errorsOf } from './describe-error.js'
import { ApiInputError, type InputIssue } from './errors/input-error.js'
import { isForm } from './http/body.js'
import type { CallOptions } from './http/send.js'
import type { Call } from './http/with-token.js'

/** A call of an API that has no method here. */
export interface AnyCall extends CallOptions {
  readonly token: 'component' | 'none' | { readonly authorizer: string }
  /** A plain object or a list is sent as JSON, a FormData as multipart. Absent: no body, which some APIs insist on. */
  readonly body?: object
  /** Default POST. */
  readonly method?: 'GET' | 'POST'
  /** Without the token. */
  readonly query?: Readonly<Record<string, string>>
  /** May it be sent twice after a network fault? Default false; say true for queries. */
  readonly repeatable?: boolean
}

const optionNames = {
  ...callOptionNames,
  token: true,
  body: true,
  method: true,
  query: true,
  repeatable: true,
} as const

export async function callAny(connection: Connection, path: string, options: AnyCall): Promise<object> {
  const issues = faultsOf(path, options)
  if (issues.length > 0) throw new ApiInputError('client.call', issues)
  checkOptionNames<AnyCall>('client.call', options, optionNames)
  return toCall(
    connection,
    options.token,
  )({
    api: path,
    method: options.method ?? 'POST',
    path,
    query: options.query,
    tokenParameter: path.startsWith('/cgi-bin/component/') ? 'component_access_token' : 'access_token',
    body: options.body,
    answer: anyAnswer,
    errors: errorsOf(path),
    repeatable: options.repeatable ?? false,
    options,
  })
}

function faultsOf(path: string, options: AnyCall): readonly InputIssue[] {
  const faults: InputIssue[] = []
  // A path like //host or https://host would send the token to another host.
  if (typeof path !== 'string' || !/^\/[\w-][\w\-./]*$/.test(path)) {
    faults.push({
      path: 'path',
      en: 'must begin with one / and hold no host, query or blank; parameters go into `query`',
      zh: '须以单个 / 开头，不含主机、查询参数和空格；参数放在 query 中',
    })
  }
  const token: unknown = options?.token
  const authorizer = (token as { readonly authorizer?: unknown } | null | undefined)?.authorizer
  if (token !== 'component' && token !== 'none' && (typeof authorizer !== 'string' || authorizer === '')) {
    faults.push({
      path: 'token',
      en: "must be 'component', 'none' or { authorizer: appid }",
      zh: "须为 'component'、'none' 或 { authorizer: appid }",
    })
  }
  const body: unknown = options?.body
  if (body !== undefined && !isSendable(body)) {
    faults.push({
      path: 'body',
      en: 'must be a plain object, a list or a FormData (not the `form-data` package)',
      zh: '须为普通对象、数组或 FormData（不支持 form-data 包）',
    })
  }
  return faults
}

function isSendable(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return Array.isArray(body) || isForm(body) || isPlain(body)
}

/** False for a stream or an object of a class: as JSON it would be sent as something unintended. */
function isPlain(body: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(body)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function toCall(connection: Connection, token: AnyCall['token']): Call {
  if (token === 'none') return connection.callPlain
  return token === 'component' ? connection.callComponent : connection.callAuthorizer(token.authorizer)
}
