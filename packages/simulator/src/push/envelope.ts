import { cdata } from './document.js'

/** Forms of the outer document. A third-party platform gets `AppId`. */
export type EnvelopeForm = 'AppId' | 'ToUserName' | 'json' | 'indented'

interface EnvelopeValues {
  readonly appId: string
  readonly toUserName: string
  readonly encrypt: string
}

interface EnvelopeRow {
  readonly contentType: string
  readonly write: (values: EnvelopeValues) => string
}

export const envelopeForms: Readonly<Record<EnvelopeForm, EnvelopeRow>> = {
  AppId: {
    contentType: 'text/xml',
    write: ({ appId, encrypt }) => `<xml><AppId>${cdata(appId)}</AppId><Encrypt>${cdata(encrypt)}</Encrypt></xml>`,
  },
  ToUserName: {
    contentType: 'text/xml',
    write: ({ toUserName, encrypt }) =>
      `<xml><ToUserName>${cdata(toUserName)}</ToUserName><Encrypt>${cdata(encrypt)}</Encrypt></xml>`,
  },
  indented: {
    contentType: 'text/xml',
    write: ({ appId, encrypt }) =>
      `<xml>\n    <AppId>${cdata(appId)}</AppId>\n    <Encrypt>${cdata(encrypt)}</Encrypt>\n</xml>\n`,
  },
  json: {
    contentType: 'application/json',
    write: ({ appId, encrypt }) => JSON.stringify({ AppId: appId, Encrypt: encrypt }),
  },
}
