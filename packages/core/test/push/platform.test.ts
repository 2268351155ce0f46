import { describe, expect, it } from 'vitest'
import { createPlatform, isWehookError, type PlatformOptions } from '../../src/index.js'
import { options } from '../sealed.js'

const [token, encodingAesKey] = [options.token, options.encodingAesKey]

describe('[current, previous]', () => {
  it.each([undefined, '', null])('means no previous one when that is %j', (none) => {
    const pairs = { token: [token, none], encodingAesKey: [encodingAesKey, none] } as unknown as PlatformOptions
    const platform = createPlatform({ ...options, ...pairs })
    expect(platform.tokens).toEqual([token])
    expect(platform.keys).toHaveLength(1)
  })

  it('is two, the current one first', () => {
    const previous = 'B'.repeat(43)
    const { tokens, keys } = createPlatform({
      ...options,
      token: [token, 'before'],
      encodingAesKey: [encodingAesKey, previous],
    })
    expect(tokens).toEqual([token, 'before'])
    expect(keys.map(({ bytes }) => bytes)).toEqual([encodingAesKey, previous].map((key) => Buffer.from(key, 'base64')))
  })

  it.each([
    [['', 'before'], 'token is empty'],
    [[undefined, 'before'], 'token is undefined'],
    [[token, 7], 'token is number'],
    [[token, ' before'], 'token has spaces'],
  ])('is refused where it is %j', (pair, told) => {
    const create = () => createPlatform({ ...options, token: pair as unknown as string })
    expect(create).toThrow(told)
    expect(create).toThrow(expect.toSatisfy((error) => isWehookError(error, 'ERR_OPTIONS_INVALID')))
  })
})
