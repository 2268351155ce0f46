import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import {
  createMemoryInbox,
  createPlatform,
  createReceiver,
  type ReceiverOptions,
  sealMessage,
  signPush,
} from '@wehook/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTelemetry } from '../src/index.js'

const platform = {
  componentAppId: 'wx0123456789abcdef',
  token: 'a-token-of-your-own',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
} as const

/** A sealed, made-up push. */
function pushOf(infoType: string, more = '') {
  const seconds = Math.floor(Date.now() / 1000)
  const xml = `<xml><AppId>${platform.componentAppId}</AppId><CreateTime>${seconds}</CreateTime><InfoType>${infoType}</InfoType>${more}</xml>`
  const { keys } = createPlatform(platform)
  const encrypt = sealMessage(xml, platform.componentAppId, keys[0] as (typeof keys)[number])
  const timestamp = String(seconds)
  const query = { timestamp, nonce: '1', msg_signature: signPush(platform.token, timestamp, '1', encrypt) }
  return { method: 'POST', query, body: `<xml><Encrypt>${encrypt}</Encrypt></xml>` } as never
}

const unauthorized = (appid = 'wxaaaaaaaaaaaaaaaa') =>
  pushOf('unauthorized', `<AuthorizerAppid>${appid}</AuthorizerAppid>`)

const spans = new InMemorySpanExporter()
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
const app = tracerProvider.getTracer('the app')

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
beforeEach(() => spans.reset())
afterAll(() => {
  context.disable()
  propagation.disable()
})

function createMeters() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  return {
    meterProvider,
    async points(name: string) {
      await reader.forceFlush()
      const metrics =
        exporter
          .getMetrics()
          .at(-1)
          ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? []
      const found = metrics.find(({ descriptor }) => descriptor.name === name)
      return (found?.dataPoints ?? []).map(({ attributes, value }) => ({ attributes, value }))
    },
  }
}

function setUp(options: Partial<ReceiverOptions> = {}, messaging = false) {
  const meters = createMeters()
  const telemetry = createTelemetry({ tracerProvider, meterProvider: meters.meterProvider, messaging })
  const receiver = createReceiver({
    ...platform,
    logger: false,
    around: telemetry.around,
    ...options,
  } as ReceiverOptions)
  telemetry.observe({ receiver, ...(options.inbox && { inbox: options.inbox }) })
  return { receiver, telemetry, ...meters }
}

const named = (name: string) => spans.getFinishedSpans().filter((span) => span.name === name)

describe('spans', () => {
  it('are active while handlers run: a handler’s own span is a child of the attempt, that of the push', async () => {
    const { receiver } = setUp()
    receiver.on('unauthorized', () => app.startActiveSpan('write to the CRM', (span) => span.end()))
    expect((await receiver.handle(unauthorized())).body).toBe('success')
    const [own] = named('write to the CRM')
    const [attempt] = named('process unauthorized')
    const [push] = named('wehook.push')
    expect(own?.parentSpanContext?.spanId).toBe(attempt?.spanContext().spanId)
    expect(attempt?.parentSpanContext?.spanId).toBe(push?.spanContext().spanId)
    expect(attempt?.kind).toBe(SpanKind.CONSUMER)
    expect(push?.attributes).toMatchObject({ 'wehook.info_type': 'unauthorized', 'wehook.result': 'accepted' })
  })

  it('of an attempt at a stored push have a trace of their own, linked to the push over the inbox', async () => {
    const inbox = createMemoryInbox()
    const { receiver } = setUp({ inbox })
    receiver.on('unauthorized', () => app.startActiveSpan('write to the CRM', (span) => span.end()))
    await receiver.handle(unauthorized())
    await receiver.start()
    await receiver.idle()
    await receiver.close()
    const [own] = named('write to the CRM')
    const [attempt] = named('process unauthorized')
    const [push] = named('wehook.push')
    expect(own?.parentSpanContext?.spanId).toBe(attempt?.spanContext().spanId)
    expect(attempt?.parentSpanContext).toBeUndefined()
    expect(attempt?.links.map((link) => link.context.spanId)).toEqual([push?.spanContext().spanId])
  })

  it('of a failure tell the class of the error and not its message, which may hold personal data', async () => {
    const { receiver } = setUp()
    receiver.on('unauthorized', () => {
      throw new TypeError('made-up phone 020-00000000')
    })
    await receiver.handle(unauthorized())
    const [attempt] = named('process unauthorized')
    expect(attempt?.status).toEqual({ code: SpanStatusCode.ERROR })
    expect(attempt?.attributes['error.type']).toBe('ERR_HANDLER_FAILED')
    expect(
      JSON.stringify(spans.getFinishedSpans().map(({ attributes, events }) => [attributes, events])),
    ).not.toContain('020-00000000')
  })

  it('have the attributes of the messaging conventions where they are opted in', async () => {
    const { receiver } = setUp({}, true)
    receiver.on('unauthorized', () => undefined)
    await receiver.handle(unauthorized())
    expect(named('process unauthorized')[0]?.attributes).toMatchObject({
      'messaging.system.name': 'wechat',
      'messaging.operation.type': 'process',
    })
  })
})

describe('metrics', () => {
  it('count pushes by result, without an appid in any attribute', async () => {
    const { receiver, points } = setUp()
    receiver.on('unauthorized', () => undefined)
    const push = unauthorized()
    await receiver.handle(push)
    await receiver.handle(push)
    await receiver.handle({ ...(push as object), query: { timestamp: '1', nonce: '1', msg_signature: 'x' } } as never)
    const pushes = await points('wehook.pushes')
    const results = pushes.map(({ attributes, value }) => [attributes['wehook.result'], value]).toSorted()
    expect(results).toEqual([
      ['accepted', 1],
      ['duplicate', 1],
      ['rejected', 1],
    ])
    expect(pushes.find(({ attributes }) => attributes['wehook.result'] === 'rejected')?.attributes['error.type']).toBe(
      'ERR_SIGNATURE_MISMATCH',
    )
    expect(JSON.stringify(pushes)).not.toContain('wxaaaaaaaaaaaaaaaa')
    expect(await points('wehook.push.duration')).toHaveLength(2)
    expect(await points('wehook.handler.duration')).toHaveLength(1)
  })

  it('read the inbox, the ticket and the clock when they are collected', async () => {
    const inbox = createMemoryInbox()
    const { receiver, points } = setUp({ inbox })
    await receiver.handle(
      pushOf('component_verify_ticket', '<ComponentVerifyTicket>ticket@@@made-up</ComponentVerifyTicket>'),
    )
    const entries = await points('wehook.inbox.entries')
    expect(entries.find(({ attributes }) => attributes['wehook.state'] === 'pending')?.value).toBe(1)
    expect((await points('wehook.ticket.age'))[0]?.value).toBeLessThan(60)
    expect(Math.abs(Number((await points('wehook.clock.skew'))[0]?.value))).toBeLessThan(60)
  })

  it('leave the gauges of a storage out that does not answer', async () => {
    const inbox = { ...createMemoryInbox(), counts: () => Promise.reject(new Error('down')) }
    const { receiver, points } = setUp({ inbox })
    await receiver.handle(
      pushOf('component_verify_ticket', '<ComponentVerifyTicket>ticket@@@made-up</ComponentVerifyTicket>'),
    )
    expect(await points('wehook.inbox.entries')).toEqual([])
    expect(await points('wehook.clock.skew')).toHaveLength(1)
  })

  it('have the names for Prometheus that the alert rules ask for', async () => {
    const exporter = new PrometheusExporter({ preventServerStart: true })
    const meterProvider = new MeterProvider({ readers: [exporter] })
    const telemetry = createTelemetry({ tracerProvider, meterProvider })
    const receiver = createReceiver({ ...platform, logger: false, around: telemetry.around })
    telemetry.observe({ receiver })
    await receiver.handle(
      pushOf('component_verify_ticket', '<ComponentVerifyTicket>ticket@@@made-up</ComponentVerifyTicket>'),
    )
    const { resourceMetrics } = await exporter.collect()
    const text = new PrometheusSerializer().serialize(resourceMetrics)
    for (const name of [
      'wehook_pushes_total',
      'wehook_ticket_age',
      'wehook_clock_skew',
      'wehook_push_duration_bucket',
    ]) {
      expect(text).toContain(name)
    }
  })
})

describe('calls of WeChat’s APIs', () => {
  it('have a span and a duration, by path: the access token in the query is nowhere', async () => {
    const { telemetry, points } = setUp()
    const fetch = telemetry.fetch(async (_url: string) => ({ status: 200 }))
    await fetch('https://api.weixin.qq.com/wxa/getcategory?access_token=made-up-token')
    const [span] = named('wechat /wxa/getcategory')
    expect(span?.kind).toBe(SpanKind.CLIENT)
    const [point] = await points('wehook.client.duration')
    expect(point?.attributes).toEqual({ 'wehook.api': '/wxa/getcategory', 'http.response.status_code': 200 })
    expect(JSON.stringify([span?.attributes, span?.name])).not.toContain('made-up-token')
  })
})

describe('without an SDK', () => {
  it('nothing changes', async () => {
    const telemetry = createTelemetry()
    const inbox = createMemoryInbox()
    const receiver = createReceiver({ ...platform, logger: false, inbox, around: telemetry.around })
    telemetry.observe({ receiver, inbox })
    expect(trace.getActiveSpan()).toBeUndefined()
    expect((await receiver.handle(unauthorized())).body).toBe('success')
    const { entries } = await inbox.list()
    expect(entries[0]?.traceparent).toBeUndefined()
  })
})
