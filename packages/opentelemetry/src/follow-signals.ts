import type { Receiver } from '@wehook/core'
import { describeActiveSpan } from './around.js'
import type { Instruments } from './instruments.js'
import { attributes, messaging } from './names.js'

/** What the gauges of this process show, kept up to date by signals. */
export interface LastSeen {
  ticketAt?: number
  skewMs?: number
}

const seconds = (ms: number) => ms / 1000

/** Counts and times what a receiver signals. */
export function followReceiver(
  { signals }: Pick<Receiver, 'signals'>,
  instruments: Instruments,
  seen: LastSeen,
  now: () => number,
): void {
  const { pushes, dead, pushDuration, handlerDuration } = instruments
  signals.on('accepted', ({ id, infoType, durationMs, skewMs }) => {
    const labels = { [attributes.infoType]: infoType, [attributes.result]: 'accepted' }
    pushes.add(1, labels)
    pushDuration.record(seconds(durationMs), labels)
    describeActiveSpan({ ...labels, [attributes.pushId]: id })
    seen.skewMs = skewMs
    if (infoType === 'component_verify_ticket') seen.ticketAt = now()
  })
  signals.on('duplicate', ({ id, infoType }) => {
    const labels = { [attributes.infoType]: infoType, [attributes.result]: 'duplicate' }
    pushes.add(1, labels)
    describeActiveSpan({ ...labels, [attributes.pushId]: id })
  })
  signals.on('rejected', ({ code, durationMs }) => {
    const labels = { [attributes.result]: 'rejected', [attributes.errorType]: code }
    pushes.add(1, labels)
    pushDuration.record(seconds(durationMs), labels)
    describeActiveSpan(labels)
  })
  signals.on('handled', ({ infoType, durationMs }) => record(infoType, 'handled', durationMs))
  signals.on('failed', ({ infoType, durationMs }) => record(infoType, 'failed', durationMs))
  signals.on('dead', ({ infoType }) => dead.add(1, { [attributes.infoType]: infoType }))

  function record(infoType: string, result: 'handled' | 'failed', durationMs: number): void {
    handlerDuration.record(seconds(durationMs), { [attributes.infoType]: infoType, [attributes.result]: result })
    const labels = { [messaging.system]: messaging.systemValue, [messaging.operationName]: messaging.operationValue }
    instruments.messaging?.processDuration.record(seconds(durationMs), labels)
    instruments.messaging?.consumedMessages.add(1, labels)
  }
}
