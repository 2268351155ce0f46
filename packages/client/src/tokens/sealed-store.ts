import type { SealKey, TokenStore } from '@wehook/core'
import { createSealer } from '@wehook/core/storage'

/** Encrypts every value before it is stored: AES-256-GCM, bound to the key of the value, with encryption keys rotated as in `createSealer`. */
export function sealTokens(store: TokenStore, sealKey: SealKey): TokenStore {
  const sealer = createSealer(sealKey)
  return {
    ...(store.close ? { close: () => store.close?.() ?? Promise.resolve() } : {}),
    async get(key) {
      const record = await store.get(key)
      return record && { ...record, value: sealer.open(record.value, key) }
    },
    set: (key, record, fence) => store.set(key, { ...record, value: sealer.seal(record.value, key) }, fence),
    remove: (key, asOf, fence) => store.remove(key, asOf, fence),
    withLock: (lock, work) => store.withLock(lock, work),
  }
}
