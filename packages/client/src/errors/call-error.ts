import { type Bilingual, WehookError } from '@wehook/core'

interface CallErrorInit {
  readonly api: string
  readonly sent: boolean
  readonly message: Bilingual
  readonly hint: Bilingual
  readonly cause?: unknown
}

/** A call got no answer that can be read, or was not sent because there is no token for it. */
export class ApiCallError extends WehookError {
  override readonly name: string = 'ApiCallError'
  declare readonly code: 'ERR_API_TIMEOUT' | 'ERR_API_TRANSPORT' | 'ERR_TOKEN_UNAVAILABLE'
  /** The API that failed, such as `registration.enterprise.create`; for `client.call` the path. When fetching the token failed, the API that gives the token. */
  readonly api: string
  /** May WeChat have received the call that you made? `false`: certainly not, so it can be repeated without harm. */
  readonly sent: boolean

  constructor(code: ApiCallError['code'], { api, sent, message, ...rest }: CallErrorInit) {
    super(code, message, rest)
    this.api = api
    this.sent = sent
  }
}
