import { anyAnswer } from './answers.js'
import { apis } from './apis/index.js'
import type { Connection } from './connection.js'
import { ApiInputError, type InputIssue } from './errors/input-error.js'
import type { ErrorTable } from './errors/row.js'
import type { CallOptions } from './http/send.js'
import type { Call } from './http/with-token.js'

/** A call of an API that has no method here. */
export interface AnyCall extends CallOptions {
  readonly token: 'component' | 'none' | { readonly authorizer: string }
  /** Sent as JSON; FormData as multipart. Absent: no body, which some APIs insist on (PROTOCOL §4.0). */
  readonly body?: object
  /** Default POST. */
  readonly method?: 'GET' | 'POST'
  /** Without the token. */
  readonly query?: Readonly<Record<string, string>>
  /** May it be sent twice after a network fault? Default false; say true for queries. */
  readonly repeatable?: boolean
}

export async function callAny(connection: Connection, path: string, options: AnyCall): Promise<object> {
  const issues = faultsOf(path, options)
  if (issues.length > 0) throw new ApiInputError('client.call', issues)
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
  // A path like //host or https://host would carry the token elsewhere.
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
  return faults
}

function toCall(connection: Connection, token: AnyCall['token']): Call {
  if (token === 'none') return connection.callPlain
  return token === 'component' ? connection.callComponent : connection.callAuthorizer(token.authorizer)
}

function errorsOf(path: string): ErrorTable {
  return Object.values(apis).find((api) => api.path === path)?.errors ?? {}
}
