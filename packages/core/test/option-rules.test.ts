import { describe, expect, it } from 'vitest'
import { closeOn, createHealth, createReceiver, isWehookError, type ReceiverOptions } from '../src/index.js'
import { options } from './sealed.js'

function refused(change: object): string {
  try {
    createReceiver({ ...options, logger: false, ...change } as ReceiverOptions)
  } catch (error) {
    if (isWehookError(error, 'ERR_OPTIONS_INVALID')) return `${error.message} — ${error.hint} — ${error.zh.message}`
    throw error
  }
  return 'accepted'
}

describe('an option that does not exist', () => {
  it.each([
    [{ deadlineMS: 3000 }, 'there is no option deadlineMS — did you mean deadlineMs?'],
    [{ retryDelayMs: [1] }, 'did you mean retryDelaysMs?'],
    [{ encodingAESKey: 'x' }, 'did you mean encodingAesKey?'],
    [{ somethingElse: 1 }, 'the options are: componentAppId, token'],
  ])('%j is refused', (change, told) => {
    expect(refused(change)).toContain(told)
  })
})

describe('a name that does not exist', () => {
  const { componentAppId, token, encodingAesKey } = options
  const listed = { componentAppId, token, encodingAesKey }
  const alone = { componentAppId: undefined, token: undefined, encodingAesKey: undefined }
  const receiver = createReceiver({ ...listed, logger: false })

  it.each<[string, () => unknown, string]>([
    ['a platform', () => createReceiver({ ...alone, platforms: [{ ...listed, tokens: 'x' }] } as never), 'token?'],
    ['around', () => createReceiver({ ...listed, around: { atempt: () => {} } } as never), 'attempt?'],
    ['signals', () => receiver.signals.on('acepted' as never, () => {}), 'accepted?'],
    ['health', () => createHealth({ reciever: receiver } as never), 'receiver?'],
    ['closeOn', () => closeOn(['SIGTRM' as never]), 'signals of closeOn'],
  ])('in %s is refused', (_, make, meant) => {
    try {
      make()
      expect.unreachable()
    } catch (error) {
      if (!isWehookError(error, 'ERR_OPTIONS_INVALID')) throw error
      expect(error.hint).toContain(meant)
    }
  })
})

const wrong = [undefined, null, 'x', -1, Number.NaN, {}, [], () => {}, true, Symbol('x')]
const names = [
  ...['componentAppId', 'token', 'encodingAesKey', 'platforms', 'emitter', 'inbox', 'deadlineMs', 'handlerTimeoutMs'],
  ...['concurrency', 'retryDelaysMs', 'unhandledAfterMs', 'bodyLimitBytes', 'maxAgeMs', 'keepErrorMessages', 'around'],
  ...['logger', 'language', 'now'],
]

it.each(names)('every wrong value of %s is refused in our own words, in both languages', (name) => {
  const told = wrong.map((value) => refused({ [name]: value })).filter((text) => text !== 'accepted')
  expect(told.length).toBeGreaterThan(4)
  for (const text of told) {
    expect(text).toContain(name)
    expect(text).not.toMatch(/Invalid (input|option)|expected (string|number|int), received/)
    expect(text.split(' — ').at(-1)).toMatch(/\p{Script=Han}/u)
  }
})

it.each(['gh_0123456789ab', 'wx123', 'wx0123456789abcdef0', 'ww0123456789abcdef'])(
  'componentAppId %s is refused',
  (componentAppId) => {
    expect(refused({ componentAppId })).toContain('wx and 16 letters and digits')
  },
)
