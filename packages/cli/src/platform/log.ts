import type { CallRecord, PushAttempt, PushRecord } from '@wehook/simulator'
import type { Context } from '../command.js'
import { oneLine } from '../show-event.js'

/** Prints calls and pushes as they happen, each as a line or as a JSON document, without tokens, codes or personal data. */
export function createLog({ io, style, isJson, say }: Context) {
  const print = (at: number, json: object, text: string) =>
    io.out(isJson ? JSON.stringify({ at: new Date(at).toISOString(), ...json }) : `${style.dim(clock(at))}  ${text}`)
  return {
    onCall({ at, call, answer, rule, fault }: CallRecord): void {
      const { errcode = 0, errmsg = '' } = answer as { readonly errcode?: number; readonly errmsg?: string }
      const { action } = call.query
      const path = action === undefined ? call.path : `${call.path}?action=${action}`
      const json = { type: 'call', method: call.method, path, errcode, errmsg, ...(rule && { rule }) }
      const result = fault ? 'fault' : errcode === 0 ? 'ok' : `${errcode} ${oneLine(errmsg)}`
      const paint = errcode === 0 && !fault ? style.green : style.red
      print(at, json, `${style.cyan('←')} ${call.method} ${oneLine(path)}  ${paint(result)}`)
      const link = linkIn(answer)
      if (link !== undefined) print(at, { type: 'link', url: link }, `  ${say(linkText)} ${link}`)
    },
    onPush(record: PushRecord, attempt?: PushAttempt): void {
      const { infoType, fields } = record
      const status = statusOf(fields)
      const json = { type: 'push', infoType, ...(status && { status }), ...toJson(attempt) }
      const what = `${style.cyan('→')} ${style.bold(infoType)}${status ? `  ${status}` : ''}`
      const paint = attempt?.outcome === 'accepted' ? style.green : attempt ? style.red : style.yellow
      print(attempt?.at ?? record.createdAt, json, `${what}  ${paint(answerOf(attempt))}`)
    },
  }
}

const linkText = {
  zh: '用户操作链接（在浏览器中打开，由你代为操作）：',
  en: 'link for the person (open it in a browser and act as that person):',
} as const

/** The link in an answer: a page of the simulated platform. */
function linkIn(answer: object): string | undefined {
  const { authorize_url, auth_url } = answer as Readonly<Record<string, unknown>>
  const link = authorize_url ?? auth_url
  return typeof link === 'string' && link !== '' ? link : undefined
}

function toJson(attempt: PushAttempt | undefined): object {
  if (!attempt) return { outcome: 'not-sent' }
  const { outcome, status: httpStatus, answer, ms } = attempt
  return { outcome, ...(httpStatus !== undefined && { httpStatus, answer: answer?.slice(0, 200) }), durationMs: ms }
}

function answerOf(attempt: PushAttempt | undefined): string {
  if (!attempt) return 'not sent'
  const { outcome, status, answer = '', ms } = attempt
  return status === undefined ? `${outcome} · ${ms} ms` : `${status} ${oneLine(answer).slice(0, 40)} · ${ms} ms`
}

/** The status code in an event. */
function statusOf(fields: object): string | undefined {
  const names = ['status', 'task_status', 'apply_status', 'procedure_status', 'beian_status', 'result']
  const found = Object.entries(fields).filter(([name]) => names.includes(name))
  return found.length > 0 ? found.map(([name, value]) => `${name} ${value}`).join(' ') : undefined
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(5, 19).replace('T', ' ')
}
