import { misuse } from '../fault.js'
import { texts } from '../texts.js'
import {
  type ElementLayout,
  type ElementsLayout,
  isOptional,
  isPushInfoType,
  type PushInfoType,
  pushInfoTypes,
  pushLayouts,
  valueKind,
} from './layouts.js'
import { nearest } from './nearest.js'

type IsOptional<L> = L extends `${string}?` ? true : L extends { readonly optional: true } ? true : false
type ValueOf<L> = L extends `text${string}`
  ? string
  : L extends string
    ? number
    : L extends { readonly object: infer O }
      ? FieldsOf<O>
      : L extends { readonly list: infer I }
        ? FieldsOf<I> | readonly FieldsOf<I>[]
        : never
type FieldsOf<L> = {
  readonly [K in keyof L as IsOptional<L[K]> extends true ? never : K]: ValueOf<L[K]>
} & {
  readonly [K in keyof L as IsOptional<L[K]> extends true ? K : never]?: ValueOf<L[K]>
}

/** The wire fields of one InfoType, with WeChat's own names. */
export type WireFields<I extends PushInfoType> = FieldsOf<(typeof pushLayouts)[I]['elements']>

/** The content of a push: its InfoType and wire fields. `CreateTime` (Unix seconds) defaults to the push's timestamp. */
export type PushFields<I extends PushInfoType = PushInfoType> = {
  readonly [K in I]: { readonly infoType: K; readonly CreateTime?: number } & WireFields<K>
}[I]

/**
 * Refuses fields that TypeScript would refuse, for callers in JavaScript.
 *
 * @throws TypeError that names the field, the given value's type and the expected one.
 */
export function checkFields(fields: unknown): asserts fields is PushFields {
  if (typeof fields !== 'object' || fields === null) {
    throw misuse(texts.fields(describe(fields)))
  }
  const { infoType, CreateTime, ...rest } = fields as Record<string, unknown>
  if (!isPushInfoType(infoType)) {
    const meant = typeof infoType === 'string' ? nearest(infoType, pushInfoTypes) : undefined
    throw misuse(texts.infoType(describe(infoType), meant, pushInfoTypes))
  }
  if (CreateTime !== undefined) checkValue(CreateTime, 'integer', `${infoType}.CreateTime`)
  checkElements(rest, pushLayouts[infoType].elements, infoType)
}

function checkElements(value: unknown, layout: ElementsLayout, path: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw misuse(texts.value(path, 'an object', describe(value)))
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(layout, name)) continue
    const meant = nearest(name, Object.keys(layout))
    throw misuse(texts.field(path, name, meant, Object.keys(layout)))
  }
  for (const [name, element] of Object.entries(layout)) {
    const field = (value as Record<string, unknown>)[name]
    if (field !== undefined) checkValue(field, element, `${path}.${name}`)
    else if (!isOptional(element)) throw misuse(texts.missing(`${path}.${name}`))
  }
}

function checkValue(value: unknown, layout: ElementLayout, path: string): void {
  if (typeof layout !== 'string') {
    if ('object' in layout) checkElements(value, layout.object, path)
    else checkList(value, layout.list, path)
    return
  }
  if (valueKind(layout) === 'text') {
    if (typeof value !== 'string') throw misuse(texts.value(path, 'a string', describe(value)))
  } else if (!Number.isSafeInteger(value)) {
    throw misuse(texts.value(path, 'an integer', describe(value)))
  }
}

function checkList(value: unknown, layout: ElementsLayout, path: string): void {
  if (!Array.isArray(value)) {
    checkElements(value, layout, path)
    return
  }
  if (value.length === 0) throw misuse(texts.emptyList(path))
  for (const [index, item] of value.entries()) checkElements(item, layout, `${path}[${index}]`)
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 64)}'`
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return String(value)
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
