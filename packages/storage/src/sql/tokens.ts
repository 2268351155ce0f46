import type { Bilingual } from '@wehook/core'
import type { Fence, TokenRecord, TokenStore, TokenWrite } from '@wehook/core/storage'
import { removalKeptMs } from '../durations.js'
import { tokenName } from '../text-codec.js'
import type { SqlContext } from './context.js'
import type { TokenWriteRow } from './dialect.js'
import { toFault } from './faults.js'
import { toKey, toText } from './keys.js'
import { transact } from './lane.js'
import { createLocks } from './locks.js'
import type { SqlSession } from './port.js'
import { texts } from './texts.js'

export function createTokens(context: SqlContext): TokenStore {
  const { codec, dialect, other } = context
  const { tables, now } = dialect

  const stored = async <T>(action: Bilingual, work: (session: SqlSession) => Promise<T>): Promise<T> => {
    try {
      await context.ready()
      return await other.run(work)
    } catch (error) {
      throw toFault(dialect, error, 'ERR_TOKEN_UNAVAILABLE', action)
    }
  }

  const write = (session: SqlSession, row: TokenWriteRow, fence: Fence | undefined): Promise<TokenWrite> =>
    transact(session, async () => {
      if (fence && (await isFenced(context, session, fence))) return 'fenced'
      return (await dialect.upsertToken(session, row)) ? 'written' : 'outdated'
    })

  return {
    get: (key) =>
      stored(texts.actions.readToken, async (session) => {
        const { rows } = await session.run(
          `SELECT value, as_of, forget_at FROM ${tables.tokens}
           WHERE k = ? AND value IS NOT NULL AND (forget_at IS NULL OR forget_at > ${now})`,
          [toKey(key)],
        )
        return rows[0] && toRecord(codec.fromStored(toText(rows[0]['value'] as Uint8Array), tokenName(key)), rows[0])
      }),
    set(key, record, fence) {
      const value = Buffer.from(codec.toStored(record.value, tokenName(key)))
      const { asOf, forgetAt = null } = record
      const row = { ...namesOf(key), value, asOf, forgetAt, keptMs: removalKeptMs }
      return stored(texts.actions.storeToken, (session) => write(session, row, fence))
    },
    remove(key, asOf, fence) {
      const row = { ...namesOf(key), value: null, asOf, forgetAt: null, keptMs: removalKeptMs }
      return stored(texts.actions.removeToken, (session) => write(session, row, fence))
    },
    withLock: createLocks(context),
  }
}

/** Whether another process holds the lock by now. If not, no other process can take it before this transaction ends. */
async function isFenced({ dialect }: SqlContext, session: SqlSession, fence: Fence): Promise<boolean> {
  const { tables, lockShared } = dialect
  const { rows } = await session.run(`SELECT fence FROM ${tables.locks} WHERE k = ? ${lockShared}`, [toKey(fence.lock)])
  return Number(rows[0]?.['fence'] ?? 0) > fence.number
}

function toRecord(value: string, row: Readonly<Record<string, unknown>>): TokenRecord {
  const record = { value, asOf: row['as_of'] as number }
  return row['forget_at'] === null ? record : { ...record, forgetAt: row['forget_at'] as number }
}

function namesOf(key: string) {
  return { key: toKey(key), name: Buffer.from(key) }
}
