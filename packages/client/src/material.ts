import { createReadStream } from 'node:fs'
import { ApiInputError } from './errors/input-error.js'

/** A picture of a document: a file's path, its bytes, a stream of them, or a Blob. */
export type MaterialSource = string | Uint8Array | Blob | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>

const maxBytes = 2 * 1024 * 1024

/** PNG, JPEG or GIF, recognized by the first bytes and not by the file's name: https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_uploadauthmaterial.html */
const kinds = [
  { type: 'image/png', extension: 'png', begin: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', extension: 'jpg', begin: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', extension: 'gif', begin: [0x47, 0x49, 0x46, 0x38] },
] as const

/**
 * The multipart body of uploadauthmaterial. The part's filename gets the extension that belongs to the bytes, because WeChat
 * compares them.
 *
 * @throws ERR_API_INPUT for another kind of file, for more than 2 MB, for a path that cannot be read.
 */
export async function toMaterialForm(source: MaterialSource, api: string): Promise<FormData> {
  const bytes = await readBytes(source, api)
  const kind = kinds.find(({ begin }) => begin.every((byte, at) => bytes[at] === byte))
  if (!kind) throw fault(api, 'must be a PNG, JPEG or GIF picture', '须为 PNG、JPEG 或 GIF 图片')
  const form = new FormData()
  form.set('media', new Blob([bytes], { type: kind.type }), `material.${kind.extension}`)
  return form
}

async function readBytes(source: MaterialSource, api: string): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof Uint8Array) return limited([source], api)
  if (source instanceof Blob)
    return limited(
      source.size > maxBytes ? [new Uint8Array(maxBytes + 1)] : [new Uint8Array(await source.arrayBuffer())],
      api,
    )
  if (typeof source !== 'string') {
    if (isStream(source)) return readStream(source, api)
    throw fault(api, 'must be a path, a Buffer, a stream or a Blob', '须为文件路径、Buffer、流或 Blob')
  }
  try {
    return await readStream(createReadStream(source, { end: maxBytes }), api)
  } catch (error) {
    if (error instanceof ApiInputError) throw error
    throw fault(api, 'must be the path of a file that can be read', '须为可读取的文件路径')
  }
}

function isStream(source: unknown): boolean {
  return typeof source === 'object' && source !== null && Symbol.asyncIterator in source
}

async function readStream(stream: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>, api: string) {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > maxBytes) break
  }
  return limited(chunks, api)
}

function limited(chunks: readonly Uint8Array[], api: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Buffer.concat(chunks))
  if (bytes.byteLength > maxBytes) throw fault(api, 'must have at most 2 MB', '不能超过 2 MB')
  return bytes
}

function fault(api: string, en: string, zh: string): ApiInputError {
  return new ApiInputError(api, [{ path: 'media', en, zh }])
}
