import type { PlatformOptions } from '@wehook/core'
import { type PushFields, samples, sealPush } from '@wehook/simulator'
import { describe, expectTypeOf, it } from 'vitest'

declare const platform: PlatformOptions

describe('sealPush is typed by InfoType', () => {
  it('takes the fields of the InfoType', () => {
    sealPush(platform, { infoType: 'unauthorized', AuthorizerAppid: 'wx0123456789abcdef' })
    sealPush(platform, { infoType: 'notify_third_fasteregister', status: -1, info: { code_type: 1 } })
    sealPush(platform, samples.order_path_audit_result_notify.several)
    sealPush(platform, '<xml></xml>', { envelope: 'json' })
  })

  it('refuses what does not belong there', () => {
    // @ts-expect-error no such InfoType
    sealPush(platform, { infoType: 'authorised', AuthorizerAppid: 'wx0123456789abcdef' })
    // @ts-expect-error a required field is missing
    sealPush(platform, { infoType: 'unauthorized' })
    // @ts-expect-error the status is a number
    sealPush(platform, { infoType: 'notify_third_fasteregister', status: '0' })
    // @ts-expect-error a field of another InfoType
    sealPush(platform, { infoType: 'unauthorized', AuthorizerAppid: 'wx0123456789abcdef', taskid: '1' })
    // @ts-expect-error no such envelope
    sealPush(platform, samples.unauthorized.typical, { envelope: 'yaml' })
  })

  it('derives field types from the layouts', () => {
    type Beta = PushFields<'notify_third_fastregisterbetaapp'>
    expectTypeOf<Beta['status']>().toEqualTypeOf<number>()
    expectTypeOf<Beta['appid']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<NonNullable<Beta['info']>['unique_id']>().toEqualTypeOf<string>()
  })
})
