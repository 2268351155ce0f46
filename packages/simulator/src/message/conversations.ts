/** A message that the provider sent to a user with the customer service API. */
export interface CustomerMessage {
  /** Simulated Unix ms. */
  readonly at: number
  /** The account in whose name it was sent. */
  readonly appid: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface Conversations {
  /** A user has written: the account may send 5 messages within 48 h. Each message of the user starts this again. */
  open(appid: string, openid: string, now: number): void
  /** May the account send to that user now? */
  stateOf(appid: string, openid: string, now: number): 'open' | 'out-of-time' | 'used-up' | 'other-account'
  use(appid: string, openid: string): void
}

const windowMs = 48 * 3_600_000
const messagesPerWindow = 5

export function createConversations(): Conversations {
  const windows = new Map<string, { readonly until: number; left: number }>()
  const owners = new Map<string, string>()
  const keyOf = (appid: string, openid: string) => `${appid} ${openid}`
  return {
    open(appid, openid, now) {
      owners.set(openid, appid)
      windows.set(keyOf(appid, openid), { until: now + windowMs, left: messagesPerWindow })
    },
    stateOf(appid, openid, now) {
      const window = windows.get(keyOf(appid, openid))
      if (!window) return owners.has(openid) ? 'other-account' : 'out-of-time'
      if (window.until <= now) return 'out-of-time'
      return window.left > 0 ? 'open' : 'used-up'
    },
    use(appid, openid) {
      const window = windows.get(keyOf(appid, openid))
      if (window) window.left -= 1
    },
  }
}
