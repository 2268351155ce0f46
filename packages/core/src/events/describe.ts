import type * as z from 'zod/mini'
import type { Bilingual } from '../language.js'
import { type Catalog, type CatalogEntry, catalog } from './catalog.js'
import type { EventDefinition } from './define.js'
import type { InfoType } from './event.js'
import { type FieldNote, fieldNotes } from './fields.js'
import { type StatusOf, type StatusTable, type UndocumentedStatus, undocumented } from './status.js'

/** Every InfoType that has a type, in the catalogue's order. */
export const infoTypes: readonly InfoType[] = Object.freeze([...catalog.keys()] as InfoType[])

/** InfoTypes that report a result. */
export type ResultInfoType = {
  [Type in InfoType]: Catalog[Type] extends { readonly statuses: object } ? Type : never
}[InfoType]

/** Fields of an event that have a status table. */
export type StatusField<Type extends ResultInfoType> = keyof Catalog[Type]['statuses'] & string

type EntryOf<Type extends ResultInfoType, Field extends StatusField<Type>> = StatusOf<Catalog[Type]['statuses'], Field>
type Exactly<Entry, Field extends string, Code extends number> = number extends Code
  ? Entry
  : [Extract<Entry, { readonly known: true; readonly code: Code }>] extends [never]
    ? UndocumentedStatus<Field>
    : Extract<Entry, { readonly known: true; readonly code: Code }>

/**
 * What a status code means in a field of an event: WeChat's text, an English one, outcome and advice. For an undocumented code
 * an entry with `known: false`.
 *
 * @example describeStatus('notify_third_fasteregister', 'status', 101).zh // 工商数据返回：“企业已注销”
 */
export function describeStatus<Type extends ResultInfoType, Field extends StatusField<Type>, const Code extends number>(
  infoType: Type,
  field: Field,
  code: Code,
): Exactly<EntryOf<Type, Field>, Field, Code> {
  return (entryOf(infoType).tables[field]?.describe(code) ?? undocumented(field, code)) as Exactly<
    EntryOf<Type, Field>,
    Field,
    Code
  >
}

export interface FieldDescription extends FieldNote {
  /** From the payload: `info.code_type`, `list[].audit_id`. */
  readonly path: string
  readonly required: boolean
}

/** An event in words: what docs/events.md is written from. */
export interface EventDescription<Type extends string = InfoType> {
  readonly infoType: Type
  readonly title: Bilingual
  readonly when: Bilingual
  readonly todo: Bilingual
  readonly fields: readonly FieldDescription[]
  readonly statuses: readonly { readonly field: string; readonly entries: StatusTable['entries'] }[]
  /** What an event without a code reports. */
  readonly result?: NonNullable<EventDefinition['result']>
  /** The list whose elements have an outcome each. */
  readonly items?: string
  /** Without these a success is delivered as `unknown`. */
  readonly needs: readonly string[]
  readonly next: NonNullable<EventDefinition['next']>
}

/** Describes an event: title, when it comes, what to do, fields, status tables; in Chinese and English. */
export function describeEvent(infoType: InfoType): EventDescription {
  return describeEntry(entryOf(infoType))
}

export function describeEntry<Type extends string>(entry: CatalogEntry): EventDescription<Type> {
  const { title, when, todo, payload, tables, result, items, needs = [], next = {} } = entry
  return {
    ...{ infoType: entry.infoType as Type, title, when, todo, needs, next },
    ...(result && { result }),
    ...(items && { items }),
    fields: describeFields(payload, ''),
    statuses: Object.entries(tables).map(([field, { entries }]) => ({ field, entries })),
  }
}

function entryOf(infoType: InfoType): CatalogEntry {
  return catalog.get(infoType) as CatalogEntry
}

function describeFields(schema: z.ZodMiniObject, prefix: string): readonly FieldDescription[] {
  return Object.entries(schema._zod.def.shape).flatMap(([name, field]) => {
    const { type, innerType } = field._zod.def as { readonly type: string; readonly innerType?: z.core.$ZodType }
    const inner = type === 'optional' && innerType ? innerType : field
    const note = fieldNotes.get(inner)
    if (!note) return []
    const path = `${prefix}${name}`
    return [{ path, required: inner === field, ...note }, ...describeInner(inner as z.core.$ZodTypes, path)]
  })
}

function describeInner(field: z.core.$ZodTypes, path: string): readonly FieldDescription[] {
  const { def } = field._zod
  if (def.type === 'object') return describeFields(field as z.ZodMiniObject, `${path}.`)
  if (def.type !== 'pipe' || (def.out as z.core.$ZodTypes)._zod.def.type !== 'array') return []
  return describeFields((def.out as z.core.$ZodArray)._zod.def.element as z.ZodMiniObject, `${path}[].`)
}
