import type { CallRecord, PushAttempt, PushRecord } from '@wehook/testing'
import type { Context } from '../command.js'
import { oneLine } from '../show-event.js'

/** Tells of calls and pushes as they happen: a line each, or a JSON document each. No token, code or personal field is in them. */
export function createTeller({ io, style, isJson }: Context) {
  const tell = (at: number, json: object, text: string) =>
    io.out(isJson ? JSON.stringify({ at: new Date(at).toISOString(), ...json }) : `${style.dim(clock(at))}  ${text}`)
  return {
    onCall({ at, call, answer, rule, fault }: CallRecord): void {
      const { errcode = 0, errmsg = '' } = answer as { readonly errcode?: number; readonly errmsg?: string }
      const { action } = call.query
      const path = action === undefined ? call.path : `${call.path}?action=${action}`
      const json = { type: 'call', method: call.method, path, errcode, errmsg, ...(rule && { rule }) }
      const result = fault ? 'fault' : errcode === 0 ? 'ok' : `${errcode} ${oneLine(errmsg)}`
      const paint = errcode === 0 && !fault ? style.green : style.red
      tell(at, json, `${style.cyan('←')} ${call.method} ${oneLine(path)}  ${paint(result)}`)
    },
    onPush(record: PushRecord, attempt?: PushAttempt): void {
      const { infoType, fields } = record
      const status = statusOf(fields)
      const json = { type: 'push', infoType, ...(status && { status }), ...toJson(attempt) }
      const what = `${style.cyan('→')} ${style.bold(infoType)}${status ? `  ${status}` : ''}`
      const paint = attempt?.outcome === 'accepted' ? style.green : attempt ? style.red : style.yellow
      tell(attempt?.at ?? record.createdAt, json, `${what}  ${paint(answerOf(attempt))}`)
    },
  }
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

/** The code that the event is about. */
function statusOf(fields: object): string | undefined {
  const names = ['status', 'task_status', 'apply_status', 'procedure_status', 'beian_status', 'result']
  const found = Object.entries(fields).filter(([name]) => names.includes(name))
  return found.length > 0 ? found.map(([name, value]) => `${name} ${value}`).join(' ') : undefined
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(5, 19).replace('T', ' ')
}
