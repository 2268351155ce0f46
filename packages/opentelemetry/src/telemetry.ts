import { type MeterProvider, metrics as metricsApi, type TracerProvider, trace } from '@opentelemetry/api'
import type { AroundHooks, Receiver } from '@wehook/core'
import { checkOptionNames } from '@wehook/core/storage'
import { createAround } from './around.js'
import { followReceiver, type LastSeen } from './follow-signals.js'
import { createGauges, type GaugeSources } from './gauges.js'
import { createInstruments } from './instruments.js'
import { measuredFetch } from './measured-fetch.js'
import { attributes, messaging } from './names.js'

export interface TelemetryOptions {
  /** Default: the global one, which your SDK registers. */
  readonly tracerProvider?: TracerProvider
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider
  /**
   * Attributes and metrics of OpenTelemetry's messaging conventions as well. Default: when the environment's
   * `OTEL_SEMCONV_STABILITY_OPT_IN` lists `messaging`, since they are still in development.
   */
  readonly messaging?: boolean
  /** Unix ms. Default `Date.now`. */
  readonly now?: () => number
}

const optionNames = { tracerProvider: true, meterProvider: true, messaging: true, now: true } as const

/** What `tasks.signals` of `@wehook/tasks` has; this package does not depend on it. */
interface TaskSignalsSource {
  readonly signals: {
    on(name: 'told', listener: (signal: { readonly kind: string; readonly word: string }) => void): void
  }
}

export interface Observed extends GaugeSources {
  readonly receiver?: Pick<Receiver, 'signals'>
  readonly tasks?: GaugeSources['tasks'] & TaskSignalsSource
}

export interface Telemetry {
  /** For `createReceiver({ around })`: spans that are active while handlers run. */
  readonly around: Required<AroundHooks>
  /** For `createClient({ fetch: telemetry.fetch(globalThis.fetch) })`: a span and a duration for each call. */
  fetch<F extends (input: string, init?: never) => Promise<{ readonly status: number }>>(fetch: F): F
  /** Counts what is signalled and reads the gauges. Call it once, with what the app has. */
  observe(observed: Observed): void
}

const scope = '@wehook/opentelemetry'

/**
 * Spans and metrics through `@opentelemetry/api`: without an SDK they cost nothing and go nowhere. Nothing personal is in them, and no
 * appid in a metric.
 *
 * @throws ERR_OPTIONS_INVALID for an option that there is not.
 * @example
 * const telemetry = createTelemetry()
 * const receiver = createReceiver({ ...settings, inbox: storage.inbox, around: telemetry.around })
 * telemetry.observe({ receiver, inbox: storage.inbox, tasks })
 */
export function createTelemetry(options: TelemetryOptions = {}): Telemetry {
  checkOptionNames('createTelemetry', options, optionNames)
  const { tracerProvider = trace.getTracerProvider(), meterProvider = metricsApi.getMeterProvider() } = options
  const { messaging: withMessaging = isOptedIn(), now = Date.now } = options
  const tracer = tracerProvider.getTracer(scope)
  const meter = meterProvider.getMeter(scope)
  const instruments = createInstruments(meter, withMessaging)
  return {
    around: createAround({ tracer, pushWait: instruments.pushWait, now, withMessaging }),
    fetch: (fetch) => measuredFetch(fetch, tracer, instruments.clientDuration, now),
    observe({ receiver, inbox, tasks }) {
      const seen: LastSeen = {}
      if (receiver) followReceiver(receiver, instruments, seen, now)
      tasks?.signals.on('told', ({ kind, word }) =>
        instruments.taskChanges.add(1, { [attributes.kind]: kind, [attributes.outcome]: word }),
      )
      createGauges(meter, { ...(inbox && { inbox }), ...(tasks && { tasks }) }, seen, now)
    },
  }
}

function isOptedIn(): boolean {
  const listed = process.env['OTEL_SEMCONV_STABILITY_OPT_IN'] ?? ''
  return listed.split(',').some((each) => each.trim() === messaging.optIn)
}
