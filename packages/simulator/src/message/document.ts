import { cdata } from '../push/document.js'
import type { MessageElements, MessageFields, MessageValue } from './fields.js'

/** Texts that are written without CDATA, as integers are: MsgId, which is too long for a JavaScript number, and two fields of a location. */
const bareTexts: ReadonlySet<string> = new Set(['MsgId', 'Location_X', 'Location_Y'])

/** The plaintext of a message or an event, laid out as real ones are: LF, strings in CDATA, integers bare. */
export function writeMessageDocument(fields: MessageFields, head: Readonly<Record<string, string | number>>): string {
  const { ToUserName: _, FromUserName: __, CreateTime: ___, ...rest } = fields
  return `<xml>${write({ ...head, ...rest } as MessageElements)}\n</xml>`
}

function write(elements: MessageElements): string {
  return Object.entries(elements)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item: MessageValue) => element(name, item)),
    )
    .join('\n')
}

function element(name: string, value: MessageValue): string {
  if (typeof value === 'object') return `<${name}>${write(value as MessageElements)}</${name}>`
  const isBare = typeof value === 'number' || bareTexts.has(name)
  return `<${name}>${isBare ? value : cdata(value)}</${name}>`
}
