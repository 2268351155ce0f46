import type { PushFields } from './fields.js'
import { type ElementLayout, type ElementsLayout, pushLayouts, valueKind } from './layouts.js'

/** The plaintext of a push, laid out as real ones are: LF, strings in CDATA, integers bare. */
export function writePushDocument(componentAppId: string, fields: PushFields, createTime: number): string {
  const { breaks, elements } = pushLayouts[fields.infoType]
  const head = [
    `<xml><AppId>${cdata(componentAppId)}</AppId>`,
    `<CreateTime>${fields.CreateTime ?? createTime}</CreateTime>`,
    `<InfoType>${cdata(fields.infoType)}</InfoType>`,
  ].join('\n')
  const separator = breaks === 'tight' ? '' : '\n'
  const body = writeElements(fields, elements, separator)
  return `${head}${breaks === 'each' ? '\n' : ''}${body.join(separator)}${separator}</xml>`
}

function writeElements(fields: object, layout: ElementsLayout, separator: string): readonly string[] {
  return Object.entries(layout).flatMap(([name, element]) => {
    const value = (fields as Readonly<Record<string, unknown>>)[name]
    const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
    return values.map((item: unknown) => `<${name}>${writeContent(item, element, separator)}</${name}>`)
  })
}

function writeContent(value: unknown, layout: ElementLayout, separator: string): string {
  if (typeof layout === 'string') return valueKind(layout) === 'integer' ? String(value) : cdata(String(value))
  const elements = 'object' in layout ? layout.object : layout.list
  return `${separator}${writeElements(value as object, elements, separator).join(separator)}${separator}`
}

/** A text that contains `]]>` is split over two sections, because CDATA has no escapes. */
export function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
