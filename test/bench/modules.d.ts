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
