import type { TokenStore } from '@wehook/core'
import type { Fence, TokenWrite } from '@wehook/core/storage'

/** A record read, with the time that it belongs to. */
export interface Kept<T> {
  readonly value: T
  readonly asOf: number
}

/** A `TokenStore` whose values are JSON. */
export interface Records {
  read<T>(key: string): Promise<Kept<T> | undefined>
  write(key: string, value: object, asOf: number, fence?: Fence): Promise<TokenWrite>
  writeFor(ms: number, key: string, value: object, asOf: number, fence?: Fence): Promise<TokenWrite>
  remove(key: string, asOf: number): Promise<TokenWrite>
  withLock<T>(lock: string, work: (fence: Fence) => Promise<T>): Promise<T>
}

export function createRecords(store: TokenStore): Records {
  return {
    async read<T>(key: string) {
      const record = await store.get(key)
      return record && { value: JSON.parse(record.value) as T, asOf: record.asOf }
    },
    write: (key, value, asOf, fence) => store.set(key, { value: JSON.stringify(value), asOf }, fence),
    writeFor: (ms, key, value, asOf, fence) =>
      store.set(key, { value: JSON.stringify(value), asOf, forgetAt: asOf + ms }, fence),
    remove: (key, asOf) => store.remove(key, asOf),
    withLock: (lock, work) => store.withLock(lock, work),
  }
}
