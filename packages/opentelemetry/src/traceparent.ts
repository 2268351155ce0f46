import { isSpanContextValid, type SpanContext } from '@opentelemetry/api'

/** The W3C form of a span, 55 characters, which an inbox keeps with a push; `undefined` for a span that no SDK records. */
export function toTraceparent(span: SpanContext): string | undefined {
  if (!isSpanContextValid(span)) return undefined
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`
}

/** The span that a stored `traceparent` names; `undefined` where there is none. */
export function fromTraceparent(traceparent: string | undefined): SpanContext | undefined {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '')
  if (!match) return undefined
  const [, traceId = '', spanId = '', flags = ''] = match
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
  return isSpanContextValid(span) ? span : undefined
}
