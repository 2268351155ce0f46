import type { DocumentObject, DocumentValue } from '../xml/document.js'
import { type CatalogEntry, catalog } from './catalog.js'
import { headIssues, infoTypeIn, readEventDocument, toDate, untypedIssues } from './document.js'
import type { AuthorizationEvent, EventIssue, UnknownEvent } from './event.js'
import { fit } from './fit.js'
import { deepFreeze } from './freeze.js'
import { undocumented } from './status.js'

/** What is read of an opened or stored push. */
export interface ReadablePush {
  readonly id: string
  readonly componentAppId: string
  /** The decrypted document. */
  readonly xml: string
  /** Unix seconds of the push, for a document without a readable CreateTime. */
  readonly timestamp: number
}

/** Facts about the delivery that the push itself does not hold. */
export interface ReadOptions {
  /** Default 1. */
  readonly attempt?: number
  /** Unix ms; default now. */
  readonly receivedAt?: number
}

export type Payload = Readonly<Record<string, unknown>>

/** What an event has in addition to its base. */
export interface Content {
  readonly infoType: string
  readonly payload: Payload
  readonly issues: readonly EventIssue[]
}

/** Types an opened push. Pure, and never throws: what has no type is an `unknown` event with its issues. */
export function readEvent(push: ReadablePush, options: ReadOptions = {}): AuthorizationEvent | UnknownEvent {
  return deepFreeze(readAuthorization(push, options)) as unknown as AuthorizationEvent | UnknownEvent
}

function readAuthorization(push: ReadablePush, options: ReadOptions) {
  const document = readEventDocument(push.xml)
  if ('issues' in document) {
    return toEvent(push, options, undefined, unknown({}, document.issues, infoTypeIn(push.xml)))
  }
  const { AppId, CreateTime, InfoType, ...payload } = document.root
  const createdAt = toDate(CreateTime)
  const content = toContent(catalog, InfoType, payload) ?? unknown(payload, untypedIssues(InfoType, payload), InfoType)
  const issues = headIssues(push.componentAppId, AppId, createdAt)
  return toEvent(push, options, createdAt, issues ? { ...content, issues: [...issues, ...content.issues] } : content)
}

/** Types the fields of a document by the definition of its type; undefined for a type that has none. */
export function toContent(
  definitions: ReadonlyMap<string, CatalogEntry>,
  infoType: DocumentValue | undefined,
  fields: DocumentObject,
): Content | undefined {
  const entry = typeof infoType === 'string' ? definitions.get(infoType) : undefined
  if (!entry) return undefined
  const { payload, issues } = fit(entry.payload, fields)
  if (!payload) return unknown(fields, issues, infoType)
  const { missing, ...result } = resultOf(entry, payload)
  if (missing) return unknown(fields, [...issues, missing], infoType)
  return { infoType: entry.infoType, payload, issues, ...result, ...entry.derive?.(payload as never) }
}

/** What the deciding field says; `missing` where a success lacks a field that it needs. */
function resultOf(entry: CatalogEntry, payload: Payload): { readonly missing?: EventIssue } {
  if (entry.result) return fixedResult(entry.result) as object
  if (!entry.decidedBy) return {}
  if (entry.items) {
    const items = payload[entry.items] as readonly Payload[]
    return { items: items.map((item) => ({ payload: item, ...decide(entry, item) })) } as object
  }
  const { outcome, status } = decide(entry, payload)
  const path = outcome === 'succeeded' ? entry.needs?.find((name) => !payload[name]) : undefined
  if (path) return { missing: { path, message: `${status.field} says success, but ${path} is missing` } }
  const next = entry.next && { next: entry.next[status.field]?.[outcome] ?? [] }
  return { outcome, status, ...next } as object
}

/** The status of an event that is itself the result. */
function fixedResult(result: NonNullable<CatalogEntry['result']>) {
  const rank = result.outcome === 'pending' ? 0 : 100
  return { outcome: result.outcome, status: { field: 'Event', known: true, rank, ...result } }
}

function decide({ decidedBy, tables }: CatalogEntry, payload: Payload) {
  const field = typeof decidedBy === 'function' ? decidedBy(payload as never) : (decidedBy ?? '')
  const code = payload[field] as number
  const status = tables[field]?.describe(code) ?? undocumented(field, code)
  return { outcome: status.outcome, status }
}

export function unknown(payload: Payload, issues: readonly EventIssue[], wireInfoType?: DocumentValue): Content {
  return { infoType: 'unknown', payload, issues, ...(typeof wireInfoType === 'string' && { wireInfoType }) }
}

export function toEvent(push: ReadablePush, options: ReadOptions, createdAt: Date | undefined, content: Content) {
  const receivedAt = new Date(options.receivedAt ?? Date.now())
  return {
    id: push.id,
    componentAppId: push.componentAppId,
    createdAt: createdAt ?? toDate(push.timestamp) ?? receivedAt,
    receivedAt,
    attempt: options.attempt ?? 1,
    xml: push.xml,
    ...content,
  }
}
