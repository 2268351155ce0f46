/** An access token as it is kept. Times are Unix ms. */
export interface AccessToken {
  readonly token: string
  readonly expiresAt: number
  /** From here on it is renewed although it still works; the same for all who share the store. */
  readonly renewAt: number
}

/**
 * Renewal comes at eleven twelfths of the life (1 h 50 min of 2 h, PROTOCOL §4.1) or up to a twentieth sooner, so that many
 * authorizers authorized together do not come due together.
 */
export function toAccessToken(token: string, expiresInSeconds: number, now: number): AccessToken {
  const lifeMs = expiresInSeconds * 1000
  return { token, expiresAt: now + lifeMs, renewAt: now + Math.floor(lifeMs * (11 / 12 - Math.random() / 20)) }
}

/** May it be used without a thought? Not if it is due, and not if WeChat just refused it. */
export function isFresh(
  kept: Partial<AccessToken> | undefined,
  refused: string | undefined,
  now: number,
): kept is AccessToken {
  return kept?.token !== undefined && kept.token !== refused && now < (kept.renewAt ?? 0)
}

/** May it be used while a renewal fails? */
export function stillWorks(
  kept: Partial<AccessToken> | undefined,
  refused: string | undefined,
  now: number,
): kept is AccessToken {
  return kept?.token !== undefined && kept.token !== refused && now < (kept.expiresAt ?? 0)
}
