import { isWehookError, type WehookError } from '@wehook/core'
import type { Fence } from '@wehook/core/storage'
import { ApiCallError } from '../errors/call-error.js'
import { isApiError } from '../errors/is-api-error.js'
import { type AccessToken, isFresh, stillWorks } from './access-token.js'
import { createFlights } from './flights.js'
import type { Kept, Records } from './records.js'

/** A token that is kept under `key` and how a new one is come by. */
export interface Renewable<Record extends Partial<AccessToken>> {
  /** The API that gives it. */
  readonly api: string
  readonly key: string
  /** Runs under the lock, with the record as it is then. `undefined`: the store refused the write, look again. */
  readonly fetch: (kept: Kept<Record> | undefined, fence: Fence) => Promise<string | undefined>
  /** What to wait for before the lock is asked for. */
  readonly before?: () => Promise<void>
}

export type Obtain = <Record extends Partial<AccessToken>>(
  renewable: Renewable<Record>,
  refused: string | undefined,
) => Promise<string>

/** After a renewal failed while the old token still works, it is not tried again for this long. */
const pauseAfterFailureMs = 30_000
/** A store that refuses every write must not make us call WeChat for ever. */
const rounds = 5

/**
 * Gives a token that works: the kept one if it is fresh, else a new one, fetched once for all who wait, in this process (a
 * flight) and in all that share the store (a lock, and the store read again inside it). Only the latest token is valid
 * (PROTOCOL §5, 40001 storms). A renewal that fails early costs nothing: the old token is used while it lives.
 */
export function createObtain(records: Records, now: () => number): Obtain {
  const flights = createFlights<string>()
  const notBefore = new Map<string, number>()

  const renewOrKeep = async <R extends Partial<AccessToken>>(renewable: Renewable<R>, refused: string | undefined) => {
    const kept = (await records.read<R>(renewable.key))?.value
    if (!stillWorks(kept, refused, now())) return renew(records, now, renewable, refused)
    if (now() < (notBefore.get(renewable.key) ?? 0)) return kept.token
    try {
      const token = await renew(records, now, renewable, refused)
      notBefore.delete(renewable.key)
      return token
    } catch {
      notBefore.set(renewable.key, now() + pauseAfterFailureMs)
      return kept.token
    }
  }

  const obtain: Obtain = async (renewable, refused) => {
    const kept = (await records.read<Partial<AccessToken>>(renewable.key))?.value
    if (isFresh(kept, refused, now())) return kept.token
    await renewable.before?.()
    const fly = () => flights.run(renewable.key, () => renewOrKeep(renewable, refused))
    const token = await fly()
    // A flight that began before this token was refused may have brought that very one.
    return token === refused ? fly() : token
  }
  return async (renewable, refused) => {
    try {
      return await obtain(renewable, refused)
    } catch (error) {
      throw isStorageFault(error) ? storageFailed(renewable.api, error) : error
    }
  }
}

function isStorageFault(error: unknown): error is WehookError {
  return isWehookError(error, 'ERR_TOKEN_UNAVAILABLE') && !isApiError(error)
}

/** A storage does not know which call its fault held up. */
function storageFailed(api: string, fault: WehookError): ApiCallError {
  const { message, hint } = fault
  return new ApiCallError('ERR_TOKEN_UNAVAILABLE', { api, sent: false, message, hint, cause: fault })
}

async function renew<R extends Partial<AccessToken>>(
  records: Records,
  now: () => number,
  { api, key, fetch }: Renewable<R>,
  refused: string | undefined,
): Promise<string> {
  for (let round = 0; round < rounds; round += 1) {
    const token = await records.withLock(key, async (fence) => {
      const kept = await records.read<R>(key)
      const value: Partial<AccessToken> | undefined = kept?.value
      return isFresh(value, refused, now()) ? value.token : fetch(kept, fence)
    })
    if (token !== undefined) return token
  }
  throw new ApiCallError('ERR_TOKEN_UNAVAILABLE', {
    api,
    sent: false,
    message: `the token store refused ${rounds} writes in a row`,
    hint: 'other holders took the lock each time: look for calls to WeChat or to the store that take longer than 30 s',
  })
}
