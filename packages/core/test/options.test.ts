import { describe, expect, it, vi } from 'vitest'
import { createPlatform, createReceiver, isWehookError, type ReceiverOptions } from '../src/index.js'
import { options } from './sealed.js'

const refusal = (change: object): string => {
  try {
    createReceiver({ ...options, logger: false, ...change } as ReceiverOptions)
  } catch (error) {
    if (isWehookError(error, 'ERR_OPTIONS_INVALID')) return `${error.message} — ${error.hint}`
    throw error
  }
  return 'accepted'
}

describe('createReceiver refuses', () => {
  it.each([
    [{ componentAppId: undefined }, 'componentAppId is undefined'],
    [{ componentAppId: ' wx1' }, 'componentAppId has spaces around it'],
    [{ token: [] }, 'token is object, expected 消息校验 Token'],
    [{ encodingAesKey: [] }, 'encodingAesKey is object, expected 消息加解密 Key'],
    [{ token: '' }, 'token is empty, expected 消息校验 Token'],
    [{ encodingAesKey: 'a'.repeat(42) }, 'encodingAesKey has 42 characters, expected 43'],
    [{ encodingAesKey: `${'a'.repeat(43)}=` }, 'encodingAesKey has 44 characters, expected 43'],
    [{ encodingAesKey: `${'a'.repeat(42)}-` }, 'encodingAesKey holds a character outside'],
    [{ platforms: [] }, 'platforms: expected a list of one platform or more'],
    [{ platforms: [options, options] }, 'one is listed twice'],
    [{ deadlineMs: 0 }, 'deadlineMs'],
    [{ deadlineMs: 2 ** 31 }, 'deadlineMs'],
    [{ concurrency: 1.5 }, 'concurrency'],
    [{ retryDelaysMs: [5, -1] }, 'retryDelaysMs: expected a list of whole numbers of milliseconds, each 0'],
    [{ bodyLimitBytes: '1mb' }, 'bodyLimitBytes'],
    [{ inbox: {} }, 'inbox: expected an object with the functions put, consume, counts'],
    [{ emitter: {} }, 'emitter: expected an emitter made by mitt'],
    [{ logger: console.log }, 'logger'],
  ])('%j', (change, told) => {
    expect(refusal(change)).toContain(told)
  })

  it('nothing that is right', () => {
    expect(refusal({ deadlineMs: 3000, logger: console, maxAgeMs: 600_000 })).toBe('accepted')
  })

  it('without quoting a secret', () => {
    expect(refusal({ encodingAesKey: 'secret-of-the-wrong-length' })).not.toContain('secret-of')
  })
})

it('says once, at creation, what having no inbox means', () => {
  const logger = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  createReceiver({ ...options, logger })
  expect(logger.warn).toHaveBeenCalledOnce()
  expect(logger.warn.mock.calls[0]?.[1]).toContain('no inbox')
})

describe('keys', () => {
  it.each(['2', 'G', 'C', 'A'])('with surplus bits in the last character %s are accepted', (last) => {
    expect(createPlatform({ ...options, encodingAesKey: 'B'.repeat(42) + last }).keys[0]?.bytes).toHaveLength(32)
  })

  it('that differ only in surplus bits are one key', () => {
    const same: [string, string] = [`${'B'.repeat(42)}A`, `${'B'.repeat(42)}D`]
    expect(createPlatform({ ...options, encodingAesKey: same }).keys).toHaveLength(1)
    const different: [string, string] = [`${'B'.repeat(42)}A`, `${'B'.repeat(42)}E`]
    expect(createPlatform({ ...options, encodingAesKey: different }).keys).toHaveLength(2)
  })
})
