import { createMemoryInbox, type Inbox, type PushRequest, readEvent } from '@wehook/core'
import { type ConsoleOptions, createConsole } from '../src/index.js'

export const secret = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
export const now = Date.UTC(2026, 10, 26, 8)

/** A made-up registration push: its name, id number and phone must not be shown unless somebody asks. */
export const person = { name: '样例科技有限公司', legalPerson: '张样例', phone: '020-00000000' } as const
export const secrets = { code: 'queryauthcode@@@made-up-code' } as const

const registration = (seconds: number, status: number) => `<xml><AppId>wx0123456789abcdef</AppId>
<CreateTime>${seconds}</CreateTime><InfoType>notify_third_fasteregister</InfoType><status>${status}</status>
<appid>wxaaaaaaaaaaaaaaaa</appid><auth_code>${secrets.code}</auth_code><msg><![CDATA[OK]]></msg>
<info><name><![CDATA[${person.name}]]></name><code>91440300MA5XXXXX9U</code><code_type>1</code_type>
<legal_persona_wechat>made-up-wechat</legal_persona_wechat><legal_persona_name><![CDATA[${person.legalPerson}]]></legal_persona_name>
<component_phone>${person.phone}</component_phone></info></xml>`

export interface Scene {
  readonly inbox: Inbox
  readonly console: ReturnType<typeof createConsole>
  get(query?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): ReturnType<Scene['send']>
  post(
    query: Readonly<Record<string, string>>,
    form: Readonly<Record<string, string | readonly string[]>>,
    headers?: Readonly<Record<string, string>>,
  ): ReturnType<Scene['send']>
  send(request: Partial<PushRequest>): ReturnType<ReturnType<typeof createConsole>['handle']>
  /** The form token on a page. */
  token(): Promise<string>
}

export const id = (n: number) => String(n).padStart(64, '0')

/** A console over an inbox that holds `count` registrations, all pending. */
export async function createScene(count = 3, options: Partial<ConsoleOptions> = {}): Promise<Scene> {
  const inbox = createMemoryInbox()
  for (let n = 0; n < count; n++) {
    await inbox.put({
      ...{ id: id(n), componentAppId: 'wx0123456789abcdef', receivedAt: now - (count - n) * 60_000 },
      ...{
        infoType: 'notify_third_fasteregister',
        appid: 'wxaaaaaaaaaaaaaaaa',
        xml: registration(1_790_000_000 + n, 0),
      },
    })
  }
  const console = createConsole({
    authorize: () => 'operator',
    receiver: { read: (entry) => readEvent({ ...entry, xml: entry.xml ?? '', timestamp: 0 }) },
    inbox,
    allowActions: true,
    secret,
    now: () => now,
    ...options,
  })
  const base = { method: 'GET', query: {}, url: '/ops', headers: {}, body: '' }
  const send = (request: Partial<PushRequest>) => console.handle({ ...base, ...request } as PushRequest)
  const get: Scene['get'] = (query = {}, headers = {}) => send({ query, headers })
  return {
    ...{ inbox, console, send, get },
    post(query, form, headers = {}) {
      const pairs = Object.entries(form).flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)]))
      return send({ method: 'POST', query, headers, body: new URLSearchParams(pairs).toString() })
    },
    async token() {
      const { body } = await get({ page: 'push', id: id(0) })
      return /name="token" value="([^"]+)"/.exec(String(body))?.[1] ?? ''
    },
  }
}
