import type { DocumentObject, DocumentValue } from '../xml/read.js'
import type { EventIssue } from './event.js'
import { toInteger } from './fields.js'

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

/** Why a document without a row is unknown: none for an InfoType that is merely new. */
export function untypedIssues(infoType: DocumentValue | undefined, fields: DocumentObject): readonly EventIssue[] {
  const path = ['ToUserName', 'MsgType'].find((name) => Object.hasOwn(fields, name))
  if (path) return [{ path, message: `${path} marks a message or an event of an authorizer`, hint: messageHint }]
  return typeof infoType === 'string' ? [] : [infoTypeIssue]
}

/** The InfoType in a text that cannot be read as a document. */
export function infoTypeIn(text: string): string | undefined {
  return /<InfoType>\s*(?:<!\[CDATA\[)?(\w+)/.exec(text)?.[1]
}
