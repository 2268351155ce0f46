import { describeStatus } from '@wehook/core'
import { expectTypeOf, test } from 'vitest'
import type { StatusField } from '../../src/events/describe.js'

test('a documented code gives its own entry', () => {
  const entry = describeStatus('notify_third_fasteregister', 'status', 105)
  expectTypeOf(entry.known).toEqualTypeOf<true>()
  expectTypeOf(entry.code).toEqualTypeOf<105>()
  expectTypeOf(entry.outcome).toEqualTypeOf<'failed'>()
  expectTypeOf(entry.advice).toEqualTypeOf<'retry-later'>()
})

test('an undocumented code gives an undetermined entry', () => {
  const entry = describeStatus('notify_3rd_wxa_auth', 'apply_status', 99)
  expectTypeOf(entry.known).toEqualTypeOf<false>()
  expectTypeOf(entry.outcome).toEqualTypeOf<'undetermined'>()
})

test('a code that is only known when it runs gives any entry of the table', () => {
  const entry = describeStatus('notify_3rd_wxa_auth', 'apply_status', Number('3'))
  if (entry.known) expectTypeOf(entry.code).toEqualTypeOf<0 | 1 | 2 | 3 | 4 | 5>()
  else expectTypeOf(entry.code).toEqualTypeOf<number>()
})

test('fields belong to their InfoType', () => {
  expectTypeOf<StatusField<'notify_3rd_wxa_auth'>>().toEqualTypeOf<'task_status' | 'apply_status'>()
  // @ts-expect-error: a registration has no apply_status
  describeStatus('notify_third_fasteregister', 'apply_status', 0)
  // @ts-expect-error: a ticket reports no result
  describeStatus('component_verify_ticket', 'status', 0)
})
