import type { DocumentObject, DocumentValue } from '../xml/document.js'
import { readDocument } from '../xml/read.js'
import type { EventIssue } from './event.js'
import { toInteger } from './fields.js'

export type EventDocument = { readonly root: DocumentObject } | { readonly issues: readonly EventIssue[] }

/** Reads a push's text: XML, or JSON, which WeChat's documentation names for the ICP events. */
export function readEventDocument(text: string): EventDocument {
  if (text.trimStart().startsWith('{')) return readJson(text)
  const result = readDocument(text)
  if ('root' in result) return result
  const misprints = findMisprints(text)
  if (misprints.length > 0) return { issues: misprints }
  const { element, message, line } = result.fault
  return { issues: [{ path: element, message, line }] }
}

const createTimeIssue: EventIssue = {
  path: 'CreateTime',
  message: 'CreateTime is missing or no unix time; createdAt is the time of the push',
}

const appIdIssue: EventIssue = {
  path: 'AppId',
  message: 'AppId is not the appid of the platform that the push was sealed for',
}

const infoTypeIssue: EventIssue = {
  path: 'InfoType',
  message: 'InfoType is missing or is there more than once',
}

const messageHint =
  'this push belongs to 消息与事件接收 URL; in the console give that one another address than 授权事件接收 URL'

/** Unix seconds to a Date; undefined for what no Date holds. */
export function toDate(seconds: DocumentValue | number | undefined): Date | undefined {
  const value = typeof seconds === 'string' ? toInteger(seconds) : seconds
  if (typeof value !== 'number' || value < 0) return undefined
  const date = new Date(value * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** What is wrong with the elements that every document has; undefined for the usual push. */
export function headIssues(
  componentAppId: string,
  appId: DocumentValue | undefined,
  createdAt: Date | undefined,
): readonly EventIssue[] | undefined {
  const foreign = appId !== undefined && appId !== componentAppId
  if (createdAt && !foreign) return undefined
  return [...(createdAt ? [] : [createTimeIssue]), ...(foreign ? [appIdIssue] : [])]
}

/** Why a document without a type is unknown: no issue for an InfoType that is merely new. */
export function untypedIssues(infoType: DocumentValue | undefined, fields: DocumentObject): readonly EventIssue[] {
  const path = ['ToUserName', 'MsgType'].find((name) => Object.hasOwn(fields, name))
  if (path) return [{ path, message: `${path} marks a message or an event of an authorizer`, hint: messageHint }]
  return typeof infoType === 'string' ? [] : [infoTypeIssue]
}

/** The InfoType in a text that cannot be read as a document. */
export function infoTypeIn(text: string): string | undefined {
  return /<InfoType>\s*(?:<!\[CDATA\[)?(\w+)/.exec(text)?.[1]
}

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue }

const maxDepth = 32
const reservedNames = new Set(['__proto__', 'constructor', 'prototype'])

/** A string or a number. In valid JSON every string is closed, so the search is linear. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*/g

/** Reads a JSON document as if it had come as XML: leaves become text, numbers keep every digit as written, null is absent. */
function readJson(text: string): EventDocument {
  try {
    JSON.parse(text)
    const lettered = text.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`))
    return { root: toDocument(JSON.parse(lettered), 0) as DocumentObject }
  } catch (error) {
    // JSON.parse quotes the text in its message, which may be personal.
    const message = error instanceof RangeError ? error.message : 'the text is not well-formed JSON'
    return { issues: [{ path: '', message }] }
  }
}

function toDocument(value: JsonValue, depth: number): DocumentValue | undefined {
  if (value === null) return undefined
  if (typeof value !== 'object') return String(value)
  if (depth > maxDepth) throw new RangeError('the JSON document is nested too deeply')
  if (Array.isArray(value)) return value.map((element) => toDocument(element, depth + 1) ?? '')
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    if (reservedNames.has(name)) throw new RangeError('the JSON document has a name that is reserved')
    const content = toDocument(inner, depth + 1)
    return content === undefined ? [] : [[name, content] as const]
  })
  return Object.fromEntries(entries)
}

interface Misprint {
  readonly pattern: RegExp
  readonly element: string
  readonly message: string
  readonly fix: string
}

/** Seen in the samples on WeChat's pages, never in a real push: a developer has sent a sample from the page. */
const misprints: readonly Misprint[] = [
  {
    pattern: /<appid>[^<]*<appid>/,
    element: 'appid',
    message: 'appid is opened twice and never closed',
    fix: 'write <appid>…</appid>: the sample on WeChat’s page has a second <appid> where </appid> belongs',
  },
  {
    pattern: /<\/wxidnnn>/,
    element: 'info.idname',
    message: 'idname is closed by </wxidnnn>',
    fix: 'write <idname>…</idname>: the sample on WeChat’s page has another closing tag',
  },
  {
    pattern: /<first>[^<]*<\/nickname>/,
    element: 'first',
    message: 'first is closed by </nickname>',
    fix: 'write <first>…</first>: the sample on WeChat’s page has another closing tag',
  },
  {
    pattern: /<xml>\s*$/,
    element: 'xml',
    message: 'the document ends with <xml>',
    fix: 'end it with </xml>: the sample on WeChat’s page has <xml> there',
  },
]

/** The known misprints in a text that is not well-formed, each with its fix. */
function findMisprints(text: string): readonly EventIssue[] {
  return misprints.flatMap(({ pattern, element, message, fix }) => {
    const match = pattern.exec(text)
    return match ? [{ path: element, message, line: lineAt(text, match.index), hint: fix }] : []
  })
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
