import type { PushResponse } from '../http/exchange.js'
import type { HealthReport } from './check.js'

const headers = {
  'content-type': 'application/health+json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const

/** The report in the form of the draft "Health Check Response Format for HTTP APIs" (draft-inadarei-api-health-check). */
export function toResponse(method: string, { status, checks }: HealthReport, now: number): PushResponse {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, headers: { ...headers, allow: 'GET, HEAD' }, body: '{"status":"fail"}' }
  }
  const time = new Date(now).toISOString()
  const entries = checks.map(({ name, text, status: result, observedValue, observedUnit }) => [
    name,
    [{ status: result, time, output: text.en, ...(observedUnit && { observedValue, observedUnit }) }],
  ])
  const body = JSON.stringify({ status, checks: Object.fromEntries(entries) })
  return { status: status === 'fail' ? 503 : 200, headers, body }
}
