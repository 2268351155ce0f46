import type { Server } from 'node:http'
import {
  type AuthorizationEvent,
  createMessageReceiver,
  createReceiver,
  type Logger,
  type Receiver,
  type ReceiverOptions,
  type RequestHandler,
  type UnknownEvent,
  type WehookErrorCode,
} from '@wehook/core'
import { messageSamples, type SealedPush, samples, sealMessagePush, sealPush } from '@wehook/simulator'
import type supertest from 'supertest'
import { openWire, requestHead, type Wire } from './adapter-wire.js'
import type { ContractCase } from './contract.js'

/** What the adapter contract needs of a framework; each case gets a harness of its own. */
export interface AdapterHarness {
  /** Starts a server on 127.0.0.1 whose app mounts the handler, mostly a receiver. Called once. */
  serve(handler: RequestHandler, options: ServeOptions): Promise<AdapterSite>
  /**
   * What the host's parsers make of a `text/xml` body before the adapter sees the request: nothing, its text or bytes, or an object
   * and no text.
   */
  readonly hostReads: 'nothing' | 'text' | 'object'
  /** Is it the framework's own request: what `native` holds? */
  isNative(native: unknown): boolean
  /** What becomes of a gzip body: it reaches the adapter as it is, the host inflates it, or the host's parser fails on it. */
  readonly gzip: 'untouched' | 'inflated' | 'broken'
  /** Which receiver the cases mount. Default `authorization`; the adapter must treat both alike. */
  readonly receives?: 'authorization' | 'message'
  /** Ends the server; called by the runner after the case. */
  close(): Promise<void>
}

export interface ServeOptions {
  /** Something of the host reads the body before wehook and keeps nothing. */
  readonly isDrained: boolean
}

export interface AdapterSite {
  /** Listening. */
  readonly server: Server
  /** Where the receiver is mounted. */
  readonly path: string
  /** A path of the host's own: a POST there is answered 200 `elsewhere`. */
  readonly elsewhere: string
}

/** Invented, of WeChat's shapes. */
export const platform = {
  componentAppId: 'wx7c0e5a1b2d3f4a68',
  token: 'contract-token',
  encodingAesKey: 'kQ3vX8pLm2Zr7TnB5yHs9WdFg1CjKa4EuRo6NiVtYxq',
} as const

/** One case at work: a receiver behind the adapter, and everything that came of it. */
export interface AdapterScene {
  readonly harness: AdapterHarness
  readonly site: AdapterSite
  readonly receiver: Receiver
  /** Every event that a handler got. */
  readonly seen: readonly (AuthorizationEvent | UnknownEvent)[]
  /** The code of every refusal. */
  readonly refused: readonly WehookErrorCode[]
  /** What the host's log got. */
  readonly lines: readonly { readonly fields: object; readonly message: string }[]
  /** Another push each time, of the kind that the receiver is for, with Chinese text and an astral character in it. */
  newPush(overrides?: PushOverrides): SealedPush
  /** A client that sends what the case tells it to. */
  readonly client: ReturnType<typeof supertest>
  /** Sends a push as WeChat does; every call another event unless one is given. */
  post(push?: SealedPush): supertest.Test
  wire(): Promise<Wire>
}

export interface PushOverrides {
  /** What it is sealed with instead of the receiver's own settings. */
  readonly platform?: { readonly [Name in keyof typeof platform]?: string }
  /** Unix s. */
  readonly timestamp?: number
}

export interface SceneOptions {
  /** A new one for each run. */
  readonly receiver?: () => Partial<ReceiverOptions>
  readonly isDrained?: boolean
}

export function adapterCase(
  name: string,
  play: (scene: AdapterScene) => Promise<void>,
  { receiver: toOverrides, isDrained = false }: SceneOptions = {},
): ContractCase<AdapterHarness> {
  return {
    name,
    async run(harness) {
      // Loaded when a case runs: who takes the other suites needs no supertest.
      const { default: createClient } = await import('supertest')
      const lines: { fields: object; message: string }[] = []
      const options = { ...platform, logger: toLogger(lines), ...toOverrides?.() } as ReceiverOptions
      const create = harness.receives === 'message' ? createMessageReceiver : createReceiver
      // The cases need what both receivers have: every push reaches the handlers of `*`.
      const receiver = create(options) as Receiver
      const seen: (AuthorizationEvent | UnknownEvent)[] = []
      const refused: WehookErrorCode[] = []
      receiver.on('*', (_infoType, event) => void seen.push(event))
      receiver.signals.on('rejected', ({ code }) => void refused.push(code))
      const site = await harness.serve(receiver, { isDrained })
      const client = createClient(site.server)
      const newPush = createPushes(harness.receives)
      const post = (push = newPush()) => client.post(site.path).query(push.query).set(push.headers).send(push.body)
      const wires: Wire[] = []
      const wire = async () => {
        const opened = await openWire(site.server)
        wires.push(opened)
        return opened
      }
      try {
        await play({ harness, site, receiver, seen, refused, lines, newPush, client, post, wire })
      } finally {
        for (const opened of wires) opened.destroy()
        await receiver.close({ timeoutMs: 100 })
      }
    },
  }
}

function toLogger(lines: { fields: object; message: string }[]): Logger {
  const write = (fields: object, message: string) => void lines.push({ fields, message })
  return { info: write, warn: write, error: write }
}

let serial = 0

function createPushes(receives: AdapterHarness['receives']): AdapterScene['newPush'] {
  const registration = samples.notify_third_fasteregister.succeeded
  const refusal = messageSamples.weapp_audit_fail.failed
  return ({ platform: other, ...overrides } = {}) => {
    const name = `广州𠮷餐饮有限公司${++serial}`
    const to = { ...platform, ...other }
    return receives === 'message'
      ? sealMessagePush(to, { ...refusal, Reason: `1:${name}` }, overrides)
      : sealPush(to, { ...registration, info: { ...registration.info, name } }, overrides)
  }
}

/** The head of the request that carries a push. */
export function pushHead(path: string, push: SealedPush, headers: Readonly<Record<string, string | number>>): string {
  return requestHead('POST', push.url(path), { ...push.headers, ...headers })
}

/** The whole request that carries a push. */
export function pushRequest(path: string, push: SealedPush): string {
  return pushHead(path, push, { 'content-length': Buffer.byteLength(push.body) }) + push.body
}
