import { WehookError } from '@wehook/core'
import { anyAnswer } from './answers.js'
import { apis } from './apis.js'
import type { Connection } from './connection.js'
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
  // A path like //host or https://host would carry the token elsewhere.
  if (!/^\/[\w-][\w\-./]*$/.test(path)) {
    throw new WehookError(
      'ERR_API_INPUT',
      'client.call: the path must begin with one / and hold no host, query or blank',
      {
        hint: "for example client.call('/wxa/getwxacode', …); parameters go into `query`",
      },
    )
  }
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

function toCall(connection: Connection, token: AnyCall['token']): Call {
  if (token === 'none') return connection.callPlain
  return token === 'component' ? connection.callComponent : connection.callAuthorizer(token.authorizer)
}

function errorsOf(path: string): ErrorTable {
  return Object.values(apis).find((api) => api.path === path)?.errors ?? {}
}
