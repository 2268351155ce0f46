import type { PushRequest } from '@wehook/core'
import type { Form } from './actions.js'

const limits = { limitBytes: 65_536, timeoutMs: 5_000 } as const
const mostIds = 1_000

/** The form of a POST, from the body that the host has parsed or that has not been read yet. */
export async function readForm(request: PushRequest): Promise<Form> {
  const fields = await readFields(request)
  return {
    action: fields.get('action') ?? '',
    token: fields.get('token') ?? '',
    ids: fields.getAll('id').slice(0, mostIds),
  }
}

async function readFields({ parsed, body }: PushRequest): Promise<URLSearchParams> {
  // Some parsers leave an empty object where they did not read the body.
  if (typeof parsed === 'object' && parsed !== null && Object.keys(parsed).length > 0) return fromObject(parsed)
  const content = typeof body === 'function' ? await body(limits) : body
  if (typeof content === 'string') return new URLSearchParams(content)
  if (content instanceof Uint8Array) return new URLSearchParams(new TextDecoder().decode(content))
  return fromObject(content)
}

function fromObject(parsed: object): URLSearchParams {
  const pairs = Object.entries(parsed).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => typeof each === 'string')
      .map((each): [string, string] => [name, each]),
  )
  return new URLSearchParams(pairs)
}
