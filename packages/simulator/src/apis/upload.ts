import type { Api } from '../api.js'
import type { ApiCall } from '../call.js'

const limitBytes = 2 * 1024 * 1024

/** First bytes of the accepted image types, by file name extension. */
const signatures: Readonly<Record<string, string>> = { png: '89504e47', jpg: 'ffd8ff', jpeg: 'ffd8ff', gif: '474946' }

interface UploadedFile {
  readonly name: string
  readonly bytes: Buffer
}

/** A multipart body with one part named `media`. */
export const uploadApi: Api = {
  path: '/wxa/sec/uploadauthmaterial',
  token: 'authorizer',
  permission: 18,
  body: 'multipart',
  checks: [
    { rule: 'upload/missing', isBroken: (call) => !mediaOf(call) },
    { rule: 'upload/size', isBroken: (call) => (mediaOf(call)?.bytes.length ?? 0) > limitBytes },
    { rule: 'upload/type', isBroken: (call) => !isImage(mediaOf(call)) },
  ],
  answer: (_, world) => {
    const mediaid = world.ids.text(64)
    world.media.add(mediaid)
    return { errcode: 0, errmsg: 'ok', type: 'image', mediaid }
  },
}

function isImage(file: UploadedFile | undefined): boolean {
  const extension = file?.name.split('.').at(-1)?.toLowerCase() ?? ''
  const signature = Object.hasOwn(signatures, extension) ? signatures[extension] : undefined
  return signature !== undefined && file?.bytes.toString('hex', 0, 4).startsWith(signature) === true
}

/** The part `media` of a multipart body (RFC 7578), found by its boundary. */
function mediaOf({ bytes, headers }: ApiCall): UploadedFile | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return undefined
  // latin1 maps every byte to one character, so positions in the text are positions in the bytes.
  for (const part of bytes.toString('latin1').split(`--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n')
    const head = part.slice(0, end)
    const file = /name="media"[^\r\n]*filename="([^"]*)"|filename="([^"]*)"[^\r\n]*name="media"/.exec(head)
    if (end < 0 || !file) continue
    return { name: file[1] ?? file[2] ?? '', bytes: Buffer.from(part.slice(end + 4, -2), 'latin1') }
  }
  return undefined
}
