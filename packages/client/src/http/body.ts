/** A body as every implementation of fetch takes it, with its content type. */
export interface WireBody {
  readonly content: string | Buffer<ArrayBuffer>
  readonly type: string
}

/**
 * JSON with Chinese as it is, or a form in bytes: several implementations of fetch send a FormData that is not their own as the text
 * `[object FormData]`.
 */
export async function toWireBody(body: object): Promise<WireBody> {
  if (!isForm(body)) return { content: JSON.stringify(body), type: 'application/json; charset=utf-8' }
  const packed = new Response(await toOwnForm(body))
  return { content: Buffer.from(await packed.arrayBuffer()), type: packed.headers.get('content-type') ?? '' }
}

/** Is it a FormData, of Node or of a package such as undici or formdata-node? */
export function isForm(body: object): body is FormData {
  return Object.prototype.toString.call(body) === '[object FormData]' && 'entries' in body
}

async function toOwnForm(form: FormData): Promise<FormData> {
  if (form instanceof FormData) return form
  const own = new FormData()
  for (const [name, value] of form as FormData) {
    if (typeof value === 'string') own.append(name, value)
    else own.append(name, new Blob([await value.arrayBuffer()], { type: value.type }), value.name)
  }
  return own
}
