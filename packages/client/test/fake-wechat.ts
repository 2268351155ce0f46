import type { Followed } from '@wehook/client'
import { type Client, type ClientOptions, createClient, createMemoryTokenStore, type Fetch } from '@wehook/client'
import type { TokenStore } from '@wehook/core'

export interface SeenCall {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
  readonly text: string | undefined
  readonly form: FormData | undefined
}

type Answer = object | ((call: SeenCall) => object | Promise<object>)

export const componentAppId = 'wx00000000c0mp0nen'
export const componentAppSecret = 'invented-app-secret'
export const appid = 'wx0000000000shop01'

/** A fetch that plays WeChat's side by a table of path to answer, and remembers what it was sent. */
export function createFakeWechat(answers: Readonly<Record<string, Answer>> = {}) {
  const calls: SeenCall[] = []
  let serial = 0
  const table: Record<string, Answer> = {
    '/cgi-bin/component/api_component_token': () => {
      serial += 1
      return { component_access_token: `component-token-${serial}`, expires_in: 7200 }
    },
    '/cgi-bin/component/api_authorizer_token': ({ body }: SeenCall) => {
      serial += 1
      return {
        authorizer_access_token: `access-token-${serial}`,
        expires_in: 7200,
        authorizer_refresh_token: (body as { authorizer_refresh_token: string }).authorizer_refresh_token,
      }
    },
    '/cgi-bin/component/api_get_authorizer_list': { total_count: 0, list: [] },
    ...answers,
  }
  const fetch: Fetch = async (input, init) => {
    const url = new URL(input)
    const text = typeof init.body === 'string' ? init.body : undefined
    const call: SeenCall = {
      method: init.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: text === undefined ? undefined : JSON.parse(text),
      text,
      form: init.body instanceof Buffer ? await new Response(init.body, init).formData() : undefined,
    }
    calls.push(call)
    const answer = table[call.path] ?? { errcode: 0, errmsg: 'ok' }
    const json = typeof answer === 'function' ? await answer(call) : answer
    return json instanceof Response ? json : new Response(JSON.stringify(json))
  }
  return {
    fetch,
    calls,
    answers: table,
    /** How often a path was called. */
    count: (path: string) => calls.filter((call) => call.path.endsWith(path)).length,
    last: (path: string) => calls.findLast((call) => call.path.endsWith(path)),
  }
}

export type FakeWechat = ReturnType<typeof createFakeWechat>

/** A client that talks to a fake, with a ticket in its store unless told otherwise. */
export async function createTestClient(
  wechat: FakeWechat,
  options: Partial<ClientOptions> & { readonly ticket?: false } = {},
): Promise<{ readonly client: Client; readonly tokens: TokenStore }> {
  const { ticket, ...rest } = options
  const tokens = options.tokens ?? createMemoryTokenStore()
  if (ticket !== false) {
    await tokens.set(`ticket/${componentAppId}`, { value: JSON.stringify({ ticket: 'ticket@@@invented' }), asOf: 1 })
  }
  const client = createClient({
    componentAppId,
    componentAppSecret,
    fetch: wechat.fetch,
    logger: false,
    repeatDelayMs: 1,
    ...rest,
    tokens,
  })
  return { client, tokens }
}

/** Puts an authorization into a store, as an earlier exchange would have left it. */
export async function authorize(tokens: TokenStore, id: string, record: object, asOf = 1_000): Promise<void> {
  await tokens.set(`authorizer/${componentAppId}/${id}`, { value: JSON.stringify(record), asOf })
}

/** A receiver of which only `on` matters. `push` runs the handlers and waits for them, as the real one does. */
export function createFakeReceiver() {
  const handlers = new Map<string, Set<(event: never) => unknown>>()
  const on: Followed['on'] = (infoType, handler) => {
    const list = handlers.get(infoType) ?? new Set()
    handlers.set(infoType, list.add(handler))
    return () => void list.delete(handler)
  }
  return {
    on,
    async push(infoType: string, payload: object, createdAt: number, platform = componentAppId): Promise<void> {
      const outcome = 'status' in payload && payload.status !== 0 ? 'failed' : 'succeeded'
      const event = { infoType, componentAppId: platform, createdAt: new Date(createdAt), payload, outcome } as never
      await Promise.all([...(handlers.get(infoType) ?? [])].map((handler) => handler(event)))
    },
    count: () => [...handlers.values()].reduce((total, list) => total + list.size, 0),
  }
}

/** What the store holds under the test platform's `kind/…` key. */
export async function kept(tokens: TokenStore, kind: string, id = ''): Promise<Record<string, unknown> | undefined> {
  const record = await tokens.get(`${kind}/${componentAppId}${id === '' ? '' : `/${id}`}`)
  return record && JSON.parse(record.value)
}
