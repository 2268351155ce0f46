/** An access token as it is kept. Times are Unix ms. */
export interface AccessToken {
  readonly token: string
  /** Absent in records of older versions. */
  readonly obtainedAt?: number
  readonly expiresAt: number
  /** From then on it is refreshed although it still works. All processes that share the store use the same time. */
  readonly renewAt: number
}

/** Clocks of two machines that share a store differ by less. */
const clockToleranceMs = 5 * 60_000

/**
 * A token is refreshed after eleven twelfths of its life (1 h 50 min of 2 h) or up to a twentieth sooner, so that the tokens of many accounts
 * that were authorized at the same time are not all refreshed at the same time.
 */
export function toAccessToken(token: string, expiresInSeconds: number, now: number): AccessToken {
  const lifeMs = expiresInSeconds * 1000
  return {
    token,
    obtainedAt: now,
    expiresAt: now + lifeMs,
    renewAt: now + Math.floor(lifeMs * (11 / 12 - Math.random() / 20)),
  }
}

/** May it be used as it is? Not if it is due, if WeChat just refused it, or if the clock was set back since it was obtained. */
export function isFresh(
  kept: Partial<AccessToken> | undefined,
  refused: string | undefined,
  now: number,
): kept is AccessToken {
  if (kept?.token === undefined || kept.token === refused) return false
  return now < (kept.renewAt ?? 0) && now > (kept.obtainedAt ?? 0) - clockToleranceMs
}

/** May it be used while it is being refreshed, or when that fails? */
export function stillWorks(
  kept: Partial<AccessToken> | undefined,
  refused: string | undefined,
  now: number,
): kept is AccessToken {
  return kept?.token !== undefined && kept.token !== refused && now < (kept.expiresAt ?? 0)
}
