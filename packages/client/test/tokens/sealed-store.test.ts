import { createMemoryTokenStore, type TokenStore } from '@wehook/core'
import { describe, expect, it } from 'vitest'
import { componentAppId, createFakeWechat, createTestClient } from '../fake-wechat.js'

const oldKey = '1'.repeat(64)
const newKey = '2'.repeat(64)

/** A store whose contents can be looked at as they lie there. */
function createOpenStore() {
  const written: string[] = []
  const store = createMemoryTokenStore()
  const tokens: TokenStore = {
    ...store,
    set(key, record, fence) {
      written.push(record.value)
      return store.set(key, record, fence)
    },
  }
  return { tokens, written }
}

describe('sealKey', () => {
  it('seals what lies in the store, and the client works as before', async () => {
    const { tokens, written } = createOpenStore()
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat, { tokens, sealKey: newKey })
    written.length = 0
    expect(await client.component.accessToken()).toBe('component-token-1')
    expect(await client.component.accessToken()).toBe('component-token-1')
    expect(wechat.count('api_component_token')).toBe(1)
    expect(written).toHaveLength(1)
    expect(written[0]).not.toContain('component-token')
    expect(written[0]).toMatch(/^wehook\.seal\./)
  })

  it('is rotated: the new key seals, the old one still opens', async () => {
    const { tokens, written } = createOpenStore()
    const wechat = createFakeWechat()
    const before = await createTestClient(wechat, { tokens, sealKey: oldKey })
    await before.client.component.accessToken()
    const after = await createTestClient(wechat, { tokens, sealKey: [newKey, oldKey] })
    expect(await after.client.component.accessToken()).toBe('component-token-1')
    expect(wechat.count('api_component_token')).toBe(1)
    expect(written.at(-1)).not.toContain('component-token')
  })

  it('that does not fit is told, not taken for an empty store', async () => {
    const { tokens } = createOpenStore()
    const wechat = createFakeWechat()
    const before = await createTestClient(wechat, { tokens, sealKey: oldKey })
    await before.client.component.accessToken()
    const after = await createTestClient(wechat, { tokens, sealKey: newKey })
    await expect(after.client.component.accessToken()).rejects.toMatchObject({ code: 'ERR_INTERNAL' })
  })

  it('ties a value to its place: moved to another record it does not open', async () => {
    const { tokens } = createOpenStore()
    const wechat = createFakeWechat()
    const { client } = await createTestClient(wechat, { tokens, sealKey: newKey })
    await client.component.accessToken()
    const record = await tokens.get(`component/${componentAppId}`)
    await tokens.set(`ticket/${componentAppId}`, { value: record?.value ?? '', asOf: Date.now() })
    const later = await createTestClient(wechat, {
      tokens,
      sealKey: newKey,
      ticket: false,
      now: () => Date.now() + 7200_000,
    })
    await expect(later.client.component.accessToken()).rejects.toMatchObject({ code: 'ERR_INTERNAL' })
  })

  it('of a wrong length is refused at creation', async () => {
    await expect(createTestClient(createFakeWechat(), { sealKey: 'short' })).rejects.toMatchObject({
      code: 'ERR_OPTIONS_INVALID',
    })
  })
})
