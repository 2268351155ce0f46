import { expectTypeOf, test } from 'vitest'
import { type AuthorizationEvents, createEmitter, createReceiver, type Receiver } from '../src/index.js'
import { options } from './sealed.js'

test('handlers may be async or arrows that return anything', () => {
  const receiver = createReceiver(options)
  const seen: string[] = []
  receiver.on('authorized', (event) => seen.push(event.payload.AuthorizerAppid))
  receiver.on('authorized', async () => 1)
  receiver.on('unknown', ({ wireInfoType }) => expectTypeOf(wireInfoType).toEqualTypeOf<string | undefined>())
  receiver.on('*', (infoType) => expectTypeOf(infoType).toEqualTypeOf<keyof AuthorizationEvents>())
})

test('an InfoType that does not exist does not compile', () => {
  const receiver = createReceiver(options)
  // @ts-expect-error WeChat spells it with an e: fasteregister
  receiver.on('notify_third_fastregister', () => {})
})

test('a field that does not exist does not compile', () => {
  const receiver = createReceiver(options)
  receiver.on('notify_third_fasteregister', (event) => {
    // @ts-expect-error appid
    return event.payload.apid
  })
})

test('a host may pass an emitter with events of its own', () => {
  type Mine = AuthorizationEvents & { 'order.paid': { readonly total: number } }
  const emitter = createEmitter<Mine>()
  const receiver = createReceiver({ ...options, emitter })
  expectTypeOf(receiver).toEqualTypeOf<Receiver<Mine>>()
  receiver.emitter.emit('order.paid', { total: 1 })
  // @ts-expect-error an emitter whose map lacks our events
  createReceiver({ ...options, emitter: createEmitter<{ 'order.paid': number }>() })
})
