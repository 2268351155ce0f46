import type { Meter } from '@opentelemetry/api'
import { messaging, metrics } from './names.js'

/** Bounds in seconds: a push is answered in milliseconds, a handler may take a minute. */
const advice = { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] }
/** A push may wait for days, until somebody starts a consumer. */
const waitAdvice = { explicitBucketBoundaries: [0.01, 0.1, 0.5, 1, 5, 30, 60, 300, 1_800, 7_200, 43_200, 172_800] }

export type Instruments = ReturnType<typeof createInstruments>

export function createInstruments(meter: Meter, withMessaging: boolean) {
  const counter = ({ name, ...options }: (typeof metrics)[keyof typeof metrics]) => meter.createCounter(name, options)
  const histogram = ({ name, ...options }: (typeof metrics)[keyof typeof metrics], bounds = advice) =>
    meter.createHistogram(name, { ...options, advice: bounds })
  return {
    pushes: counter(metrics.pushes),
    dead: counter(metrics.dead),
    taskChanges: counter(metrics.taskChanges),
    pushDuration: histogram(metrics.pushDuration),
    handlerDuration: histogram(metrics.handlerDuration),
    pushWait: histogram(metrics.pushWait, waitAdvice),
    clientDuration: histogram(metrics.clientDuration),
    messaging: withMessaging
      ? {
          processDuration: meter.createHistogram(messaging.processDuration, { unit: 's', advice }),
          consumedMessages: meter.createCounter(messaging.consumedMessages, { unit: '{message}' }),
        }
      : undefined,
  }
}
