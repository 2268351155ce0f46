import type { AuthorizationEvent, AuthorizationEvents, InfoType, UnknownEvent } from '@wehook/core'
import mitt from 'mitt'
import { assertType, expectTypeOf, test } from 'vitest'

const event = {} as AuthorizationEvent
type Of<Type extends InfoType> = AuthorizationEvents[Type]

/** Spelt out, so that a new event does not have to be added here. */
type Documented = Of<
  | 'component_verify_ticket'
  | 'authorized'
  | 'updateauthorized'
  | 'unauthorized'
  | 'notify_third_fasteregister'
  | 'notify_third_fastregisterbetaapp'
  | 'notify_third_fastverifybetaapp'
  | 'notify_3rd_wxa_auth'
  | 'notify_3rd_wxa_wxverify'
  | 'notify_3rd_wxa_auth_and_icp'
  | 'notify_icpfiling_verify_result'
  | 'notify_apply_icpfiling_result'
  | 'order_path_apply_result_notify'
  | 'order_path_audit_result_notify'
>

test('every event of docs/protocol.md is an authorization event', () => {
  expectTypeOf<Documented>().toExtend<AuthorizationEvent>()
})

test('an exhaustive switch over infoType compiles', () => {
  const name = (some: Documented): string => {
    switch (some.infoType) {
      case 'component_verify_ticket':
        return some.payload.ComponentVerifyTicket
      case 'authorized':
      case 'updateauthorized':
        return some.payload.AuthorizationCode
      case 'unauthorized':
        return some.payload.AuthorizerAppid
      case 'notify_third_fasteregister':
      case 'notify_third_fastregisterbetaapp':
      case 'notify_third_fastverifybetaapp':
        return some.outcome
      case 'notify_3rd_wxa_auth':
        return some.payload.taskid
      case 'notify_3rd_wxa_wxverify':
        return some.payload.appid
      case 'notify_3rd_wxa_auth_and_icp':
        return some.payload.procedure_id
      case 'notify_icpfiling_verify_result':
        return some.payload.task_id
      case 'notify_apply_icpfiling_result':
        return some.payload.authorizer_appid
      case 'order_path_apply_result_notify':
      case 'order_path_audit_result_notify':
        return some.infoType
    }
  }
  assertType<string>(name({} as Documented))
})

test('a switch that misses an InfoType does not compile', () => {
  // @ts-expect-error: the function may end without a return
  const name = (some: AuthorizationEvent): string => {
    switch (some.infoType) {
      case 'authorized':
        return some.payload.AuthorizationCode
    }
  }
  assertType<unknown>(name)
})

test('what is left after the last InfoType is never', () => {
  if (event.infoType === 'order_path_apply_result_notify') return
  if (event.infoType === 'order_path_audit_result_notify') return
  const { infoType } = event
  expectTypeOf(infoType).toEqualTypeOf<Exclude<InfoType, `order_path_${string}`>>()
})

test('payloads have no index signature', () => {
  const { payload } = {} as Of<'notify_third_fasteregister'>
  // @ts-expect-error: apid is no field
  payload.apid
  // @ts-expect-error: neither is it one in brackets
  payload['apid']
  // @ts-expect-error: nor within
  payload.info?.nmae
  // @ts-expect-error: AppId (the platform) stands on the event, it is not the mini program
  payload.AppId
})

test('payloads are readonly all the way down', () => {
  const { payload } = {} as Of<'notify_third_fasteregister'>
  // @ts-expect-error: readonly
  payload.status = 0
  // @ts-expect-error: readonly within
  if (payload.info) payload.info.code = ''
  const audit = {} as Of<'order_path_audit_result_notify'>
  // @ts-expect-error: readonly lists
  audit.payload.list.push(audit.payload.list[0])
})

test('integers are numbers; ids, codes and phones are strings', () => {
  const { payload } = {} as Of<'notify_third_fasteregister'>
  expectTypeOf(payload.status).toEqualTypeOf<number>()
  expectTypeOf(payload.info?.code_type).toEqualTypeOf<number | undefined>()
  expectTypeOf(payload.info?.code).toEqualTypeOf<string | undefined>()
  expectTypeOf(payload.info?.component_phone).toEqualTypeOf<string | undefined>()
  expectTypeOf<Of<'order_path_audit_result_notify'>['payload']['list'][number]['audit_id']>().toEqualTypeOf<number>()
})

test('outcome narrows the payload of a registration', () => {
  const registration = {} as Of<'notify_third_fasteregister'>
  // @ts-expect-error: only a success surely has an appid
  assertType<string>(registration.payload.appid)
  if (registration.outcome === 'succeeded') {
    assertType<string>(registration.payload.appid)
    expectTypeOf(registration.status.code).toEqualTypeOf<0>()
    // @ts-expect-error: auth_code is optional on success too
    assertType<string>(registration.payload.auth_code)
  }
  // @ts-expect-error: a registration is never returned
  if (registration.outcome === 'returned') return
})

test('a failed registration has the codes of the table', () => {
  const registration = {} as Of<'notify_third_fasteregister'>
  if (registration.outcome !== 'failed') return
  expectTypeOf(registration.status.known).toEqualTypeOf<true>()
  expectTypeOf(registration.status.code).toEqualTypeOf<
    | (-1 | 101 | 102 | 103 | 104 | 105 | 1000)
    | (100001 | 100002 | 100003)
    | (1001 | 1002 | 1003 | 1004 | 1005 | 1006 | 1007 | 1008)
  >()
  // @ts-expect-error: 0 is no failure
  if (registration.status.code === 0) return
})

test('known discriminates the literal codes from any other number', () => {
  const { status } = {} as Of<'notify_third_fastregisterbetaapp'>
  if (status.known) {
    expectTypeOf(status.code).toEqualTypeOf<0 | 3>()
  } else {
    expectTypeOf(status.code).toEqualTypeOf<number>()
    expectTypeOf(status.outcome).toEqualTypeOf<'undetermined'>()
    expectTypeOf(status.advice).toEqualTypeOf<'query'>()
  }
})

test('a conversion may be pending', () => {
  const conversion = {} as Of<'notify_third_fastverifybetaapp'>
  expectTypeOf(conversion.outcome).toEqualTypeOf<'succeeded' | 'pending' | 'failed' | 'undetermined'>()
  if (conversion.outcome === 'pending') expectTypeOf(conversion.status.code).toEqualTypeOf<89251 | 89252>()
})

test('a certification is decided by either field and says which call comes next', () => {
  const certification = {} as Of<'notify_3rd_wxa_auth'>
  expectTypeOf(certification.status.field).toEqualTypeOf<'task_status' | 'apply_status'>()
  expectTypeOf(certification.next).toEqualTypeOf<readonly ('wxaauth' | 'reauth' | 'queryauth')[]>()
  if (certification.outcome === 'returned') {
    expectTypeOf(certification.status.field).toEqualTypeOf<'apply_status'>()
    expectTypeOf(certification.status.code).toEqualTypeOf<3>()
    expectTypeOf(certification.status.advice).toEqualTypeOf<'correct-and-retry'>()
  }
})

test('each item of an order path event has its own outcome', () => {
  const audit = {} as Of<'order_path_audit_result_notify'>
  for (const item of audit.items) {
    if (item.outcome === 'failed') expectTypeOf(item.status.code).toEqualTypeOf<3>()
    assertType<number>(item.payload.audit_id)
  }
  // @ts-expect-error: the event itself has none
  audit.outcome
})

test('an event that reports no result has no outcome', () => {
  const ticket = {} as Of<'component_verify_ticket'>
  // @ts-expect-error: a ticket is no result
  ticket.outcome
})

test('the map serves as the map of an emitter', () => {
  const emitter = mitt<AuthorizationEvents & { hostEvent: { readonly own: true } }>()
  emitter.on('notify_third_fasteregister', async (registration) => registration.payload.info?.name)
  emitter.on('hostEvent', (own) => assertType<true>(own.own))
  emitter.on('unknown', (unknown) => expectTypeOf(unknown).toEqualTypeOf<UnknownEvent>())
  // @ts-expect-error: the InfoType is notify_third_fasteregister (sic)
  emitter.on('notify_third_fastregister', () => undefined)
})
