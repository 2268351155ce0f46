import type { DocumentObject, DocumentValue } from '../xml/read.js'
import { type CatalogRow, catalog } from './catalog.js'
import { readEventDocument } from './document.js'
import type { AuthorizationEvent, EventIssue, UnknownEvent } from './event.js'
import { fit } from './fit.js'
import { deepFreeze } from './freeze.js'
import { headIssues, infoTypeIn, toDate, untypedIssues } from './head.js'
import { undocumented } from './status.js'

/** What is read of an opened or stored push. */
export interface ReadablePush {
  readonly id: string
  readonly componentAppId: string
  /** The decrypted document. */
  readonly xml: string
  /** Unix seconds of the push, for a document without a CreateTime that fits. */
  readonly timestamp: number
}

export interface Delivery {
  /** Default 1. */
  readonly attempt?: number
  /** Unix ms; default now. */
  readonly receivedAt?: number
}

type Payload = Readonly<Record<string, unknown>>

/** What an event has beside its base. */
interface Content {
  readonly infoType: string
  readonly payload: Payload
  readonly issues: readonly EventIssue[]
}

const rows: ReadonlyMap<unknown, CatalogRow> = new Map<unknown, CatalogRow>(Object.entries(catalog))

/** Types an opened push. Pure, and never throws: what has no type is an `unknown` event with its issues. */
export function readEvent(push: ReadablePush, delivery: Delivery = {}): AuthorizationEvent | UnknownEvent {
  const document = readEventDocument(push.xml)
  if ('issues' in document) {
    return toEvent(push, delivery, undefined, unknown({}, document.issues, infoTypeIn(push.xml)))
  }
  const { AppId, CreateTime, InfoType, ...payload } = document.root
  const createdAt = toDate(CreateTime)
  const content = toContent(InfoType, payload)
  const issues = headIssues(push.componentAppId, AppId, createdAt)
  return toEvent(push, delivery, createdAt, issues ? { ...content, issues: [...issues, ...content.issues] } : content)
}

function toContent(infoType: DocumentValue | undefined, fields: DocumentObject): Content {
  const row = rows.get(infoType)
  if (!row) return unknown(fields, untypedIssues(infoType, fields), infoType)
  const { payload, issues } = fit(row.schema, fields)
  if (!payload) return unknown(fields, issues, infoType)
  const verdict = row.judge && judge(row, row.judge, payload)
  if (verdict && 'path' in verdict) return unknown(fields, [...issues, verdict], infoType)
  return { infoType: infoType as string, payload, issues, ...verdict }
}

type Judge = NonNullable<CatalogRow['judge']>

/** What the deciding field says; an issue where a success lacks what makes it one. */
function judge(row: CatalogRow, choose: Judge, payload: Payload): object | EventIssue {
  if (row.items) {
    const items = payload[row.items] as readonly Payload[]
    return { items: items.map((item) => ({ payload: item, ...decide(row, choose, item) })) }
  }
  const { outcome, status } = decide(row, choose, payload)
  const missing = outcome === 'succeeded' ? row.needs?.find((name) => !payload[name]) : undefined
  if (missing) return { path: missing, message: `${status.field} says success, but ${missing} is missing` }
  return row.next ? { outcome, status, next: row.next[status.field]?.[outcome] ?? [] } : { outcome, status }
}

function decide(row: CatalogRow, choose: Judge, payload: Payload) {
  const field = choose(payload as never)
  const code = payload[field] as number
  const status = row.tables?.[field]?.describe(code) ?? undocumented(field, code)
  return { outcome: status.outcome, status }
}

function unknown(payload: Payload, issues: readonly EventIssue[], wireInfoType?: DocumentValue): Content {
  return { infoType: 'unknown', payload, issues, ...(typeof wireInfoType === 'string' && { wireInfoType }) }
}

function toEvent(push: ReadablePush, delivery: Delivery, createdAt: Date | undefined, content: Content) {
  const receivedAt = new Date(delivery.receivedAt ?? Date.now())
  const event = {
    id: push.id,
    componentAppId: push.componentAppId,
    createdAt: createdAt ?? toDate(push.timestamp) ?? receivedAt,
    receivedAt,
    attempt: delivery.attempt ?? 1,
    xml: push.xml,
    ...content,
  }
  return deepFreeze(event) as unknown as AuthorizationEvent | UnknownEvent
}
