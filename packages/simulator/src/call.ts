import type { IncomingHttpHeaders } from 'node:http'
import type { Authorizer } from './authorizer.js'
import type { Fault } from './faults.js'
import type { RuleId } from './rules/index.js'

/** An API call as it arrived. */
export interface ApiCall {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingHttpHeaders
  /** The JSON body; empty for a call without one. */
  readonly body: Readonly<Record<string, unknown>>
  /** The body as it came, for JSON. */
  readonly text: string
  readonly bytes: Buffer
  readonly remoteAddress: string
  /** The account that the token belongs to, for an authorizer's call. */
  readonly authorizer?: Authorizer
}

/** A call that the platform received, for assertions. */
export interface CallRecord {
  /** Simulated Unix ms. */
  readonly at: number
  readonly call: ApiCall
  readonly answer: object
  /** The rule that the call broke; look it up in `rules`. */
  readonly rule?: RuleId
  /** A failure that was requested with `failNext`. */
  readonly fault?: Fault
}

/** A text field of the body; empty when it is absent or something else. */
export function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

/** An object in the body; empty when it is absent or something else. */
export function objectOf(body: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = body[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
