import { createReceiver } from '@wehook/core'
import { deliver, type PushFields, samples, sealPush } from '@wehook/testing'
import { describe, expect, it, vi } from 'vitest'
import { handleRegistrations } from '../src/registrations.js'

// Any values of the right shape: the receiver and the pushes only have to agree.
const platform = {
  componentAppId: 'wx00000000000000c0',
  token: 'a-token-for-tests',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

function createService() {
  const merchants = { opened: vi.fn(), explain: vi.fn(), unclear: vi.fn() }
  const receiver = createReceiver({ ...platform, logger: false })
  handleRegistrations(receiver, merchants)
  const push = (fields: PushFields) => deliver(receiver, sealPush(platform, fields))
  return { merchants, push }
}

const { succeeded, failed, timedOut, failedWithoutInfo } = samples.notify_third_fasteregister
const task = succeeded.info.code

describe('a registration', () => {
  it('that succeeded opens the merchant', async () => {
    const { merchants, push } = createService()
    expect(await push(succeeded)).toMatchObject({ status: 200, body: 'success' })
    expect(merchants.opened).toHaveBeenCalledExactlyOnceWith(task, succeeded.appid)
  })

  it('whose legal person differs is explained, and may be corrected', async () => {
    const { merchants, push } = createService()
    await push(failed)
    expect(merchants.explain).toHaveBeenCalledWith(task, expect.stringContaining('法定代表人'), 'correct-and-retry')
  })

  it('that nobody confirmed in 24 h is explained', async () => {
    const { merchants, push } = createService()
    await push(timedOut)
    expect(merchants.explain).toHaveBeenCalledWith(task, expect.stringContaining('24h'), expect.anything())
    expect(merchants.opened).not.toHaveBeenCalled()
  })

  it('that failed without saying whose it was is put before somebody', async () => {
    const { merchants, push } = createService()
    await push(failedWithoutInfo)
    expect(merchants.unclear).toHaveBeenCalledOnce()
  })

  it('is not answered `success` while the storage is down, and is handled when WeChat pushes it again', async () => {
    const { merchants, push } = createService()
    merchants.opened.mockRejectedValueOnce(new Error('storage down'))
    expect(await push({ ...succeeded, CreateTime: 1_700_000_000 })).toMatchObject({ status: 500 })
    expect(await push({ ...succeeded, CreateTime: 1_700_000_000 })).toMatchObject({ body: 'success' })
  })
})
