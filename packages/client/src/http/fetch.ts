/** The options that the client passes to fetch. */
export interface FetchInit {
  readonly method: 'GET' | 'POST'
  /** Following a redirect would send the token in the URL to another host. */
  readonly redirect: 'error'
  readonly signal: AbortSignal
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer<ArrayBuffer>
}

/** What the client reads of an answer. */
export interface FetchAnswer {
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** An implementation of fetch: the global one, that of undici or node-fetch, or a function around one of them. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>
