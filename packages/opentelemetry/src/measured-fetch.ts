import { type Histogram, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api'
import { errorTypeOf } from './around.js'
import { attributes } from './names.js'

/**
 * Fetch with a span and a duration for each call, for `createClient({ fetch })`. Only the path of a URL is kept: WeChat's access tokens are in
 * the query.
 */
export function measuredFetch<F extends (input: string, init?: never) => Promise<{ readonly status: number }>>(
  fetch: F,
  tracer: Tracer,
  duration: Histogram,
  now: () => number,
): F {
  const measured = (input: string, init?: never) => {
    const api = pathOf(input)
    return tracer.startActiveSpan(`wechat ${api}`, { kind: SpanKind.CLIENT }, async (span) => {
      const startedAt = now()
      const labels: Record<string, string | number> = { [attributes.api]: api }
      try {
        const response = await fetch(input, init)
        labels[attributes.httpStatus] = response.status
        if (response.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR })
        return response
      } catch (error) {
        labels[attributes.errorType] = errorTypeOf(error)
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        span.setAttributes(labels)
        duration.record((now() - startedAt) / 1000, labels)
        span.end()
      }
    })
  }
  return measured as F
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : 'unknown'
}
