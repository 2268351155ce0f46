import { describe, expect, it } from 'vitest'
import { createKeyDigest, createSealer } from '../../src/storage/seal.js'

const keyA = 'a1'.repeat(32)
const keyB = Buffer.alloc(32, 7).toString('base64')

describe('a sealer', () => {
  it('opens what it sealed, and seals equal texts differently', () => {
    const sealer = createSealer(keyA)
    const [one, two] = [sealer.seal('某某 𝄞', 'name'), sealer.seal('某某 𝄞', 'name')]
    expect(one).not.toBe(two)
    expect(one).not.toContain('某某')
    expect(sealer.open(one, 'name')).toBe('某某 𝄞')
  })

  it('does not open a text under another name, with another key, or changed', () => {
    const sealed = createSealer(keyA).seal('text', 'name')
    expect(() => createSealer(keyA).open(sealed, 'other')).toThrow('cannot be opened')
    expect(() => createSealer(keyB).open(sealed, 'name')).toThrow('cannot be opened')
    // Not the last character, of which some bits count for nothing.
    const [, start = '', changed, end = ''] = /^(.*)(.)(.{8})$/.exec(sealed) ?? []
    const bent = `${start}${changed === 'A' ? 'B' : 'A'}${end}`
    expect(() => createSealer(keyA).open(bent, 'name')).toThrow('cannot be opened')
  })

  it('opens what an earlier key sealed while keys are rotated', () => {
    const old = createSealer(keyA).seal('text', 'name')
    expect(createSealer([keyB, keyA]).open(old, 'name')).toBe('text')
  })

  it.each([undefined, ''])('takes a previous key of %j for none', (none) => {
    const sealed = createSealer([keyA, none]).seal('text', 'name')
    expect(createSealer(keyA).open(sealed, 'name')).toBe('text')
  })

  it('refuses a list without a key', () => {
    expect(() => createSealer([] as unknown as string)).toThrow('32 bytes')
  })

  it('passes text on as it is without a key, and texts of a time without a key', () => {
    expect(createSealer(undefined).seal('text', 'name')).toBe('text')
    expect(createSealer(keyA).open('text', 'name')).toBe('text')
  })

  it.each(['', 'abc', 'z'.repeat(64), 'a1'.repeat(31)])('refuses the key %j', (key) => {
    expect(() => createSealer(key)).toThrow('32 bytes')
  })
})

describe('a digest of keys', () => {
  it('has one value for each seal key, the current one first, and tells nothing of the value', () => {
    const both = createKeyDigest([keyA, keyB])('wxid_person')
    expect(both).toEqual([...createKeyDigest(keyA)('wxid_person'), ...createKeyDigest(keyB)('wxid_person')])
    expect(new Set(both).size).toBe(2)
    expect(both.join()).not.toContain('person')
    expect(createKeyDigest(keyA)('wxid_other')).not.toEqual(both.slice(0, 1))
  })

  it('is the SHA-256 without a key', () => {
    expect(createKeyDigest(undefined)('abc')).toEqual(['ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'])
  })

  it('refuses a key of another length', () => {
    expect(() => createKeyDigest('abc')).toThrow('32 bytes')
  })
})
