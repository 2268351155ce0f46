import { isWehookError, type WehookError } from '@wehook/core'
import type { Fence, Log } from '@wehook/core/storage'
import { ApiCallError } from '../errors/call-error.js'
import { isApiError } from '../errors/is-api-error.js'
import { texts } from '../texts.js'
import { type AccessToken, isFresh, stillWorks } from './access-token.js'
import { createFlights } from './flights.js'
import type { Kept, Records } from './records.js'
import { isNewFailure, readFailure, rememberFailure, toError } from './renewal-failure.js'

/** A token that is stored under `key`, and how to get a new one. */
export interface Renewable<Record extends Partial<AccessToken>> {
  /** The API that gives it. */
  readonly api: string
  readonly key: string
  /** Runs under the lock, with the record as it is then. Resolves with `undefined` when the store refused the write: the caller reads again. */
  readonly fetch: (kept: Kept<Record> | undefined, fence: Fence) => Promise<string | undefined>
  /** What to wait for before the lock is asked for. */
  readonly before?: () => Promise<void>
}

export type Obtain = <Record extends Partial<AccessToken>>(
  renewable: Renewable<Record>,
  refused: string | undefined,
) => Promise<string>

export interface RenewalContext {
  readonly records: Records
  readonly now: () => number
  readonly log: Log
}

/** After a refresh has failed while the old token still works, it is not tried again for this long. */
const pauseAfterFailureMs = 30_000
/** The limit of attempts, so that a store which refuses every write does not cause endless calls to WeChat. */
const rounds = 5

/**
 * Gives a token that works: the stored one if it is fresh. One that is due but still valid is used while it is being refreshed. Otherwise
 * a new one is fetched, once for all who wait: callers in this process share one promise, and the processes that share the store use a lock and read
 * the store again inside it. Only the latest token is valid, so refreshes in parallel would invalidate each other's token.
 */
export function createObtain(context: RenewalContext): Obtain {
  const { records, now } = context
  const flights = createFlights<string>()
  const renewBeside = createRenewBeside(context)

  const obtain: Obtain = async (renewable, refused) => {
    const kept = (await records.read<Partial<AccessToken>>(renewable.key))?.value
    if (isFresh(kept, refused, now())) return kept.token
    const fly = () => flights.run(renewable.key, () => renew(context, renewable, refused))
    if (stillWorks(kept, refused, now())) {
      renewBeside(renewable.key, fly)
      return kept.token
    }
    await renewable.before?.()
    const token = await fly()
    // A fetch that began before this token was refused may have returned the same token.
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

/** Starts a refresh in the background, unless one has just failed. */
function createRenewBeside({ now, log }: RenewalContext): (key: string, fly: () => Promise<string>) => void {
  const failedAt = new Map<string, number>()
  return (key, fly) => {
    const sinceMs = now() - (failedAt.get(key) ?? Number.NEGATIVE_INFINITY)
    // A negative time means that the clock was set back.
    if (sinceMs >= 0 && sinceMs < pauseAfterFailureMs) return
    fly().then(
      () => failedAt.delete(key),
      (error: unknown) => {
        failedAt.set(key, now())
        log.warn({ key, code: isWehookError(error) ? error.code : undefined }, texts.renewalFailed)
      },
    )
  }
}

async function renew<R extends Partial<AccessToken>>(
  { records, now }: RenewalContext,
  { api, key, fetch }: Renewable<R>,
  refused: string | undefined,
): Promise<string> {
  const before = await readFailure(records, key)
  for (let round = 0; round < rounds; round += 1) {
    const token = await records.withLock(key, async (fence) => {
      const kept = await records.read<R>(key)
      const value: Partial<AccessToken> | undefined = kept?.value
      if (isFresh(value, refused, now())) return value.token
      // Another process failed while this one waited for the lock. If each process tried in turn, the waits would add up.
      const failure = await readFailure(records, key)
      if (isNewFailure(failure, before)) throw toError(failure.value)
      try {
        return await fetch(kept, fence)
      } catch (error) {
        if (isApiError(error)) await rememberFailure(records, key, error, now())
        throw error
      }
    })
    if (token !== undefined) return token
  }
  const message = texts.writesRefused(rounds)
  throw new ApiCallError('ERR_TOKEN_UNAVAILABLE', { api, sent: false, message, hint: texts.writesRefusedHint })
}

function isStorageFault(error: unknown): error is WehookError {
  return isWehookError(error, 'ERR_TOKEN_UNAVAILABLE') && !isApiError(error)
}

/** Adds the name of the API, which the storage does not know. */
function storageFailed(api: string, fault: WehookError): ApiCallError {
  const message = { en: fault.message, zh: fault.zh.message }
  const hint = { en: fault.hint, zh: fault.zh.hint }
  return new ApiCallError('ERR_TOKEN_UNAVAILABLE', { api, sent: false, message, hint, cause: fault })
}
