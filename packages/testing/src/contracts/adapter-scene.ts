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

/** The functions that the adapter contract needs of a framework; each case gets a harness of its own. */
export interface AdapterHarness {
  /** Starts a server on 127.0.0.1 whose app mounts the handler, usually a receiver. Called once. */
  serve(handler: RequestHandler, options: ServeOptions): Promise<AdapterSite>
  /**
   * What the host's parsers leave of a `text/xml` body before the adapter sees the request: nothing read, its text or bytes, or an object
   * without the text.
   */
  readonly hostReads: 'nothing' | 'text' | 'object'
  /** Is `native` the framework's own request? */
  isNative(native: unknown): boolean
  /** What happens to a gzip body: it reaches the adapter unchanged, the host inflates it, or the host's parser fails. */
  readonly gzip: 'untouched' | 'inflated' | 'broken'
  /** Which receiver the cases mount. Default `authorization`; the adapter must treat both alike. */
  readonly receives?: 'authorization' | 'message'
  /** Ends the server; called by the runner after the case. */
  close(): Promise<void>
}

export interface ServeOptions {
  /** Middleware of the host reads the body before wehook and keeps nothing. */
  readonly isDrained: boolean
}

export interface AdapterSite {
  /** Listening. */
  readonly server: Server
  /** Where the receiver is mounted. */
  readonly path: string
  /** Another path of the app: a POST there is answered with 200 `elsewhere`. */
  readonly elsewhere: string
}

/** Made-up settings in the form of WeChat's. */
export const platform = {
  componentAppId: 'wx7c0e5a1b2d3f4a68',
  token: 'contract-token',
  encodingAesKey: 'kQ3vX8pLm2Zr7TnB5yHs9WdFg1CjKa4EuRo6NiVtYxq',
} as const

/** The setup of one running case: a receiver behind the adapter, and its recorded results. */
export interface AdapterScene {
  readonly harness: AdapterHarness
  readonly site: AdapterSite
  readonly receiver: Receiver
  /** Every event that a handler got. */
  readonly seen: readonly (AuthorizationEvent | UnknownEvent)[]
  /** The code of every refusal. */
  readonly refused: readonly WehookErrorCode[]
  /** The lines that the host's log received. */
  readonly lines: readonly { readonly fields: object; readonly message: string }[]
  /** A new push each time, for the URL of the receiver, with Chinese text and a character outside the Basic Multilingual Plane. */
  newPush(overrides?: PushOverrides): SealedPush
  /** The HTTP client of the case. */
  readonly client: ReturnType<typeof supertest>
  /** Sends a push as WeChat does: the given one, or a new event. */
  post(push?: SealedPush): supertest.Test
  wire(): Promise<Wire>
}

export interface PushOverrides {
  /** Settings to encrypt and sign it with, instead of those of the receiver. */
  readonly platform?: { readonly [Name in keyof typeof platform]?: string }
  /** Unix s. */
  readonly timestamp?: number
}

export interface SceneOptions {
  /** Called for each run. */
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
      // Loaded when a case runs, so that the other suites need no supertest.
      const { default: createClient } = await import('supertest')
      const lines: { fields: object; message: string }[] = []
      const options = { ...platform, logger: toLogger(lines), ...toOverrides?.() } as ReceiverOptions
      const create = harness.receives === 'message' ? createMessageReceiver : createReceiver
      // The cases use only what both receivers have: every push reaches the handlers of `*`.
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
