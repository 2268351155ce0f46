import type { Bilingual, TokenStore } from '@wehook/core'
import type { Fence, TokenRecord, TokenWrite } from '@wehook/core/storage'
import { removalKeptMs, tokenName } from '@wehook/storage'
import type { StorageContext } from './context.js'
import { toFault } from './fault.js'
import { createLocks } from './locks.js'
import { texts } from './texts.js'

interface TokenRow {
  readonly value: string | null
  readonly as_of: number
  readonly forget_at: number | null
}

export function createTokens(context: StorageContext): TokenStore {
  const { database, codec, now } = context
  const withLock = createLocks(context)
  return {
    get: (key) =>
      stored(texts.actions.readToken, async () => {
        const row = await database.read(() =>
          database.sql<TokenRow>('SELECT value, as_of, forget_at FROM tokens WHERE key = ?').get(key),
        )
        if (!row || row.value === null || (row.forget_at !== null && row.forget_at <= now())) return undefined
        const record = { value: codec.fromStored(row.value, tokenName(key)), asOf: row.as_of }
        return row.forget_at === null ? record : { ...record, forgetAt: row.forget_at }
      }),
    set: (key, record, fence) => stored(texts.actions.storeToken, () => setToken(context, key, record, fence)),
    remove: (key, asOf, fence) =>
      stored(texts.actions.removeToken, () =>
        database.write(
          () =>
            refusal(context, key, asOf, fence) ??
            upsert(context, 'VALUES (?, NULL, ?, ?)', [key, asOf, now() + removalKeptMs]),
        ),
      ),
    withLock,
  }
}

async function stored<T>(action: Bilingual, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toFault(error, 'ERR_TOKEN_UNAVAILABLE', action)
  }
}

function setToken(context: StorageContext, key: string, record: TokenRecord, fence?: Fence): Promise<TokenWrite> {
  const value = context.codec.toStored(record.value, tokenName(key))
  return context.database.write(() => {
    context.database.assertInPlace()
    const refused = refusal(context, key, record.asOf, fence)
    if (refused) return refused
    return record.forgetAt === undefined
      ? upsert(context, 'VALUES (?, ?, ?, NULL)', [key, value, record.asOf])
      : upsert(context, 'VALUES (?, ?, ?, ?)', [key, value, record.asOf, record.forgetAt])
  })
}

function upsert({ database }: StorageContext, row: string, values: readonly (string | number)[]): 'written' {
  database.sql(`INSERT OR REPLACE INTO tokens (key, value, as_of, forget_at) ${row}`).run(...values)
  return 'written'
}

/** The reason why this write must not be made. Runs in the transaction that would make it. */
function refusal({ database }: StorageContext, key: string, asOf: number, fence?: Fence): TokenWrite | undefined {
  if (fence) {
    const lock = database.sql<{ readonly fence: number }>('SELECT fence FROM locks WHERE name = ?').get(fence.lock)
    if (lock && lock.fence > fence.number) return 'fenced'
  }
  const row = database.sql<{ readonly as_of: number }>('SELECT as_of FROM tokens WHERE key = ?').get(key)
  return row && row.as_of > asOf ? 'outdated' : undefined
}
