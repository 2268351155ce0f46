import {
  type Advice,
  describeEvent,
  describeMessageEvent,
  infoTypes,
  messageEventTypes,
  type StatusEntry,
} from '@wehook/core'
import type { Context } from './command.js'
import { columns } from './help.js'
import { issueLine } from './issues.js'
import type { Bilingual } from './language.js'
import { maskPayload } from './mask.js'
import type { AnyEvent } from './read-any.js'

const advices: Readonly<Record<Advice, Bilingual>> = {
  none: { zh: '无需处理', en: 'nothing to do' },
  wait: { zh: '等待下一次推送', en: 'wait for the next push' },
  retry: { zh: '可以重新发起', en: 'try again' },
  'correct-and-retry': { zh: '更正资料后重新发起', en: 'correct the data, then try again' },
  'retry-later': { zh: '过一段时间再发起', en: 'try again later' },
  query: { zh: '调用查询接口确认', en: 'use the query API' },
  'contact-wechat': { zh: '联系微信官方', en: 'contact WeChat' },
  'give-up': { zh: '无法继续', en: 'it cannot continue' },
}

/** The event for `--json`: dates as text, secrets masked unless `reveal`. */
export function eventToJson(event: AnyEvent, reveal: boolean): object {
  const { xml, ...rest } = event
  return reveal
    ? event
    : { ...rest, ...(maskPayload(rest) as object), createdAt: event.createdAt, receivedAt: event.receivedAt }
}

/** The event as readable text: its type, its meaning, what to do, its fields. */
export function showEvent(event: AnyEvent, context: Context, reveal: boolean): string {
  const { style, say } = context
  const rows: (readonly [string, string])[] = [
    [say({ zh: '事件', en: 'event' }), style.bold(titleOf(event, say))],
    [say({ zh: '时间', en: 'created' }), event.createdAt.toISOString()],
    ['id', event.id],
    ...verdictRows(event, context),
  ]
  const described = describe(event.infoType)
  if (described) rows.push([say({ zh: '说明', en: 'what to do' }), say(described.todo)])
  const payload = reveal ? event.payload : maskPayload(event.payload)
  const fields = flatten(payload, '')
  const issues = event.issues.map((issue) => issueLine(issue, context.language))
  return [
    ...columns(rows),
    '',
    style.dim(say({ zh: '字段', en: 'payload' })),
    ...(fields.length > 0 ? columns(fields).map((line) => `  ${line}`) : ['  –']),
    ...(issues.length > 0
      ? ['', style.yellow(say({ zh: '问题', en: 'issues' })), ...issues.map((line) => `  ${line}`)]
      : []),
  ].join('\n')
}

function verdictRows(event: AnyEvent, context: Context): readonly (readonly [string, string])[] {
  const results = 'items' in event ? event.items : 'outcome' in event ? [event] : []
  return results.flatMap(({ outcome, status }) => statusRows(outcome, status, context))
}

function statusRows(
  outcome: string,
  status: StatusEntry,
  { style, say }: Context,
): readonly (readonly [string, string])[] {
  const paint = outcome === 'succeeded' ? style.green : outcome === 'failed' ? style.red : style.yellow
  return [
    [say({ zh: '结果', en: 'outcome' }), paint(outcome)],
    [say({ zh: '含义', en: 'meaning' }), `${status.field}${'code' in status ? ` ${status.code}` : ''}: ${say(status)}`],
    [say({ zh: '建议', en: 'advice' }), `${say(advices[status.advice])}${after(status, say)}`],
  ]
}

function after({ retryAfter }: StatusEntry, say: (text: Bilingual) => string): string {
  if (!retryAfter) return ''
  if ('hours' in retryAfter) return say({ zh: `（${retryAfter.hours} 小时后）`, en: ` (after ${retryAfter.hours} h)` })
  const [from, to] = retryAfter.workingDays
  return say({ zh: `（${from}-${to} 个工作日后）`, en: ` (after ${from} to ${to} working days)` })
}

function titleOf(event: AnyEvent, say: (text: Bilingual) => string): string {
  const described = describe(event.infoType)
  if (described) return `${event.infoType}  ${say(described.title)}`
  if (event.infoType === 'message') return `message  ${say(messageTitle)}: ${event.messageType}`
  const wire = event.infoType === 'unknown' ? event.wireInfoType : undefined
  return `unknown  ${say({ zh: '没有类型的事件', en: 'an event without a type' })}${wire ? `: ${wire}` : ''}`
}

const messageTitle: Bilingual = { zh: '用户消息', en: 'message of a user' }

function describe(type: string): { readonly title: Bilingual; readonly todo: Bilingual } | undefined {
  const infoType = infoTypes.find((each) => each === type)
  const event = messageEventTypes.find((each) => each === type)
  return infoType ? describeEvent(infoType) : event && describeMessageEvent(event)
}

/** `info.name` → value; lists by index. */
function flatten(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, oneLine(String(value))]]
  return Object.entries(value).flatMap(([name, inner]) =>
    flatten(inner, Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name),
  )
}

/** Removes control characters from received text, so that it cannot move the cursor of the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
