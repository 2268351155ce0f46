import { createLockQueue } from './lock-queue.js'
import type { Fence, TokenRecord, TokenStore, TokenWrite } from './tokens.js'

/** The `asOf` of a removed record is kept, so that an older write which arrives later is refused. */
type Row = { readonly asOf: number; readonly record?: TokenRecord }

/**
 * Tickets and tokens in this process's memory: for tests and for a single process that may fetch every token again after a restart.
 * **Not durable**, and other processes do not see its locks.
 */
export function createMemoryTokenStore(): TokenStore {
  const rows = new Map<string, Row>()
  const fences = new Map<string, number>()
  const enqueue = createLockQueue()

  const write = (key: string, row: Row, fence: Fence | undefined): TokenWrite => {
    if (fence && (fences.get(fence.lock) ?? 0) > fence.number) return 'fenced'
    if ((rows.get(key)?.asOf ?? Number.NEGATIVE_INFINITY) > row.asOf) return 'outdated'
    rows.set(key, row)
    return 'written'
  }

  return {
    async get(key) {
      const record = rows.get(key)?.record
      return record && (record.forgetAt ?? Number.POSITIVE_INFINITY) > Date.now() ? record : undefined
    },
    set: async (key, { value, asOf, forgetAt }, fence) =>
      write(key, { asOf, record: forgetAt === undefined ? { value, asOf } : { value, asOf, forgetAt } }, fence),
    remove: async (key, asOf, fence) => write(key, { asOf }, fence),
    withLock: (lock, work) =>
      enqueue(lock, () => {
        const number = (fences.get(lock) ?? 0) + 1
        fences.set(lock, number)
        return work({ lock, number })
      }),
  }
}
