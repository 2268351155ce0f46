import {
  type Attributes,
  context,
  type Histogram,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import { type AroundHooks, isWehookError } from '@wehook/core'
import { attributes, messaging } from './names.js'
import { fromTraceparent, toTraceparent } from './traceparent.js'

export interface AroundParts {
  readonly tracer: Tracer
  readonly pushWait: Histogram
  readonly now: () => number
  /** Add the attributes of the messaging conventions. */
  readonly withMessaging: boolean
}

/**
 * Spans around the answer to a push and around each attempt at an event, active while handlers run. An attempt of a stored push has
 * a trace of its own, linked to the push that brought it: the two may lie days apart.
 */
export function createAround({ tracer, pushWait, now, withMessaging }: AroundParts): Required<AroundHooks> {
  return {
    push(_request, run) {
      return tracer.startActiveSpan('wehook.push', { kind: SpanKind.INTERNAL }, (span) =>
        finish(span, async () => {
          const response = await run(toTraceparent(span.spanContext()))
          span.setAttribute(attributes.httpStatus, response.status)
          if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
          return response
        }),
      )
    },
    attempt(event, entry, run) {
      const infoType = event.infoType === 'unknown' ? (event.wireInfoType ?? 'unknown') : event.infoType
      const given: Attributes = {
        [attributes.infoType]: infoType,
        [attributes.pushId]: event.id,
        [attributes.attempt]: event.attempt,
        ...(withMessaging && messagingAttributes(event.id)),
      }
      const origin = fromTraceparent(entry?.traceparent)
      const parent = entry ? ROOT_CONTEXT : context.active()
      const options = { kind: SpanKind.CONSUMER, attributes: given, ...(origin && { links: [{ context: origin }] }) }
      if (entry && event.attempt === 1) {
        pushWait.record(Math.max(0, now() - entry.receivedAt) / 1000, { [attributes.infoType]: infoType })
      }
      return tracer.startActiveSpan(`process ${infoType}`, options, parent, (span) =>
        finish(span, async () => {
          const result = await run()
          span.setAttribute(attributes.result, result)
          return result
        }),
      )
    },
  }
}

function messagingAttributes(id: string): Attributes {
  return {
    [messaging.system]: messaging.systemValue,
    [messaging.operationName]: messaging.operationValue,
    [messaging.operationType]: messaging.operationValue,
    [messaging.messageId]: id,
  }
}

/** Ends the span whatever happens. Of an error only its class or code is kept: a message may hold personal data. */
async function finish<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.setAttribute(attributes.errorType, errorTypeOf(error))
    throw error
  } finally {
    span.end()
  }
}

export function errorTypeOf(error: unknown): string {
  if (isWehookError(error)) return error.code
  return error instanceof Error ? error.name : typeof error
}

/** The span that is active while a signal is emitted: the push's or the attempt's. */
export function describeActiveSpan(more: Attributes): void {
  trace.getActiveSpan()?.setAttributes(more)
}
