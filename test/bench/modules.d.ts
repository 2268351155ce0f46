declare module 'wechat-crypto' {
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default class WXBizMsgCrypt {
    constructor(token: string, encodingAESKey: string, id: string)
    getSignature(timestamp: string, nonce: string, encrypt: string): string
    decrypt(text: string): { readonly message: string; readonly id: string }
  }
}

declare module 'xml2js' {
  export function parseStringPromise(
    xml: string,
    options?: object,
  ): Promise<{ xml: { Encrypt: string; InfoType: string } }>
}

declare module 'node-easywechat/dist/Core/Encryptor.js' {
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default class Encryptor {
    constructor(appId: string, token: string, aesKey: string, receiveId: string)
    decrypt(text: string, msgSignature: string, nonce: string, timestamp: number): string
  }
}

declare module 'node-easywechat/dist/Core/Support/Utils.js' {
  export function parseXml(xml: string): Promise<{ Encrypt: string; InfoType: string }>
}

declare module 'node-easywechat/dist/Core/Http/ServerRequest.js' {
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default class ServerRequest {
    constructor(method: string, url: string, headers: object, body: string)
  }
}

declare module 'node-easywechat/dist/OpenPlatform/Application.js' {
  import type ServerRequest from 'node-easywechat/dist/Core/Http/ServerRequest.js'

  type Handler = (message: { readonly appid: string }, next: (message: unknown) => unknown) => unknown

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default class OpenPlatform {
    constructor(config: { app_id: string; secret: string; token: string; aes_key: string })
    setRequest(request: ServerRequest): this
    getServer(): { handleThirdFastRegister(handler: Handler): unknown; serve(): Promise<unknown> }
  }
}

declare module 'node-easywechat/dist/OfficialAccount/Application.js' {
  import type ServerRequest from 'node-easywechat/dist/Core/Http/ServerRequest.js'

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default class OfficialAccount {
    constructor(config: object)
    setRequest(request: ServerRequest): this
    getServer(): {
      addMessageListener(type: string, handler: () => Promise<string>): unknown
      serve(): Promise<{ getBody(): unknown }>
    }
  }
}

declare module 'co-wechat' {
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default function wechat(config: { token: string; appid: string; encodingAESKey: string }): {
    middleware(handle: () => Promise<string>): (context: object, next: () => Promise<void>) => Promise<void>
  }
}

declare module 'autocannon' {
  interface Request {
    readonly method: 'POST'
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }

  interface Result {
    readonly duration: number
    readonly errors: number
    readonly non2xx: number
    readonly requests: { readonly total: number }
    readonly latency: { readonly p99: number }
  }

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default function autocannon(options: {
    url: string
    connections: number
    duration: number
    setupClient(client: { setRequests(requests: readonly Request[]): void }): void
  }): Promise<Result>
}
