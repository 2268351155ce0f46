import { isWehookError, type WehookError } from '@wehook/core'
import type { Fence, Log } from '@wehook/core/storage'
import { ApiCallError } from '../errors/call-error.js'
import { isApiError } from '../errors/is-api-error.js'
import { texts } from '../texts.js'
import { type AccessToken, isFresh, stillWorks } from './access-token.js'
import { createFlights } from './flights.js'
import type { Kept, Records } from './records.js'
import { isNewFailure, readFailure, rememberFailure, toError } from './renewal-failure.js'

/** A token that is kept under `key`, and how to get a new one. */
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

export interface RenewalContext {
  readonly records: Records
  readonly now: () => number
  readonly log: Log
}

/** After a renewal failed while the old token still works, it is not tried again for this long. */
const pauseAfterFailureMs = 30_000
/** A store that refuses every write must not make us call WeChat endlessly. */
const rounds = 5

/**
 * Gives a token that works: the kept one if it is fresh. One that is due but valid is used while it is being renewed. Otherwise
 * a new one, fetched once for all who wait, in this process (a flight) and in all that share the store (a lock, and the store read
 * again inside it): only the latest token is valid, so renewals in parallel would undo each other.
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

/** Starts a renewal that nobody waits for, unless one has just failed. */
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
      // Another process failed while this one waited for the lock: trying again in turn would add up their waits.
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

/** A storage does not know which call its fault held up. */
function storageFailed(api: string, fault: WehookError): ApiCallError {
  const message = { en: fault.message, zh: fault.zh.message }
  const hint = { en: fault.hint, zh: fault.zh.hint }
  return new ApiCallError('ERR_TOKEN_UNAVAILABLE', { api, sent: false, message, hint, cause: fault })
}
