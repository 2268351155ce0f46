import { stacklessError, type WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import { skipSpace } from '../xml/text.js'
import { pushTexts } from './texts.js'

const { fault, ...envelopeTexts } = pushTexts.envelope

/** The outer document of a push: all that is read of a body before its signature is verified. */
export interface Envelope {
  /** The component's appid, on the 授权事件接收 URL. */
  readonly appId?: string
  /** 原始ID, on the 消息与事件接收 URL. */
  readonly toUserName?: string
  readonly encrypt: string
}

type Field = keyof Envelope

const elementNames = { appId: 'AppId', toUserName: 'ToUserName', encrypt: 'Encrypt' } as const satisfies Record<
  Field,
  string
>
const fieldByName: ReadonlyMap<string, Field> = new Map(
  Object.entries(elementNames).map(([field, name]) => [name, field as Field]),
)

/**
 * Reads the envelope of a body that is not authenticated yet: one forward pass, no XML parser, linear in the body's length.
 * Only direct children of the root count.
 *
 * @throws ERR_ENVELOPE_MALFORMED, ERR_ENCRYPT_MISSING
 */
export function scanEnvelope(text: string): Envelope {
  const start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0)
  if (start === text.length) throw malformed(fault.empty)
  return text[start] === '{' ? envelopeFromJson(text.slice(start)) : envelopeFromXml(text, start)
}

/**
 * Finds the envelope in the object that a host's parser made of the body: any XML parser, JSON. Exactly one `Encrypt` among own
 * properties down to depth 3; names in any case, because some parsers lower them; values as text, a list of one, or an object with
 * one text in it.
 *
 * @throws ERR_ENCRYPT_MISSING, ERR_ENVELOPE_MALFORMED
 */
export function envelopeFromObject(body: object): Envelope {
  const found: Found = { appId: [], toUserName: [], encrypt: [] }
  collect(body, 1, found)
  const [encrypt, second] = found.encrypt
  if (!encrypt) throw missing()
  if (second !== undefined) throw malformed(fault.twoEncrypt)
  const [appId] = found.appId
  const [toUserName] = found.toUserName
  return { encrypt, ...(appId !== undefined && { appId }), ...(toUserName !== undefined && { toUserName }) }
}

type Found = Record<Field, string[]>

const fieldByLowerName = new Map([...fieldByName].map(([name, field]) => [name.toLowerCase(), field]))

function collect(node: object, depth: number, found: Found): void {
  for (const [name, value] of Object.entries(node)) {
    const field = fieldByLowerName.get(name.toLowerCase())
    if (field) found[field].push(...textsOf(value))
    else if (depth < 3 && typeof value === 'object' && value !== null) collect(value, depth + 1, found)
  }
}

/** `'x'`, `['x']`, `{ _: 'x' }`, `[{ '#cdata': 'x' }]`. */
function textsOf(value: unknown, depth = 1): readonly string[] {
  if (typeof value === 'string') return [value.trim()]
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value)
  // At most two levels of lists: deeply nested ones from an unauthenticated caller must not overflow the stack.
  if (Array.isArray(value)) return depth < 3 ? inner.slice(0, 2).flatMap((one) => textsOf(one, depth + 1)) : []
  return inner.length === 1 && typeof inner[0] === 'string' ? [inner[0].trim()] : []
}

function envelopeFromJson(text: string): Envelope {
  let body: object
  try {
    body = JSON.parse(text)
  } catch {
    throw malformed(fault.notJson)
  }
  return envelopeFromObject(body)
}

function envelopeFromXml(text: string, start: number): Envelope {
  const found: { [field in Field]?: string } = {}
  let at = start
  let depth = 0
  for (;;) {
    const open = text.indexOf('<', at)
    if (open < 0) throw malformed(depth > 0 ? fault.rootNotClosed : fault.notXml)
    const next = text[open + 1]
    if (next === '!') {
      at = skipMarkup(text, open)
    } else if (next === '?') {
      at = after(text, '?>', open + 2)
    } else if (next === '/') {
      at = after(text, '>', open + 2)
      depth -= 1
      if (depth < 0) throw malformed(fault.neverOpened)
      if (depth === 0) return finish(text, at, found)
    } else {
      at = after(text, '>', open + 1)
      const isClosed = text[at - 2] === '/'
      const name = text.slice(open + 1, at - (isClosed ? 2 : 1)).trimEnd()
      if (depth === 0 && name !== 'xml') throw malformed(fault.otherRoot)
      const field = depth === 1 ? fieldByName.get(name) : undefined
      if (field === undefined || isClosed) {
        if (!isClosed) depth += 1
        else if (depth === 0) throw missing()
      } else {
        if (found[field] !== undefined) throw malformed(fault.repeated(name))
        const value = elementText(text, at, name)
        found[field] = value.text
        at = value.end
      }
    }
  }
}

/** The text of an element from behind its opening tag, and the place behind its closing tag. CDATA or plain, trimmed. */
function elementText(text: string, from: number, name: string): { readonly text: string; readonly end: number } {
  const start = skipSpace(text, from)
  const isCdata = text.startsWith('<![CDATA[', start)
  const first = isCdata ? start + 9 : start
  const last = text.indexOf(isCdata ? ']]>' : '<', first)
  const close = last < 0 ? -1 : isCdata ? skipSpace(text, last + 3) : last
  const end = close < 0 ? -1 : skipSpace(text, close + 2 + name.length)
  if (close < 0 || !text.startsWith(`</${name}`, close) || text[end] !== '>') {
    throw malformed(fault.notText(name))
  }
  return { text: text.slice(first, last).trim(), end: end + 1 }
}

function finish(text: string, end: number, found: { readonly [field in Field]?: string }): Envelope {
  let at = skipSpace(text, end)
  while (text.startsWith('<!--', at)) at = skipSpace(text, after(text, '-->', at + 4))
  if (at < text.length) throw malformed(fault.somethingFollows)
  const { encrypt } = found
  if (!encrypt) throw missing()
  return { ...found, encrypt }
}

/** CDATA and comments are skipped whole, whatever they hold; WeChat never sends a DOCTYPE, attackers do. */
function skipMarkup(text: string, at: number): number {
  if (text.startsWith('<![CDATA[', at)) return after(text, ']]>', at + 9)
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4)
  throw malformed(fault.doctype)
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  if (at < 0) throw malformed(fault.unended(end))
  return at + end.length
}

function malformed(what: Bilingual): WehookError {
  const { malformed: message, malformedHint: hint } = envelopeTexts
  return stacklessError('ERR_ENVELOPE_MALFORMED', message(what), { hint })
}

function missing(): WehookError {
  const { missing: message, missingHint: hint } = envelopeTexts
  return stacklessError('ERR_ENCRYPT_MISSING', message, { hint })
}
