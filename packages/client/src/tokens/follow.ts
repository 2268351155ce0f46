import type { AuthCodes } from './auth-codes.js'
import { authorizerKey, ticketKey } from './keys.js'
import type { Records } from './records.js'

interface Event<Payload> {
  readonly componentAppId: string
  readonly createdAt: Date
  readonly payload: Payload
}

interface Authorized {
  readonly AuthorizerAppid: string
  readonly AuthorizationCode: string
}

/** The events that concern tokens, as far as they concern them (PROTOCOL §3.1 to §3.3). */
interface TokenEvents {
  readonly component_verify_ticket: Event<{ readonly ComponentVerifyTicket: string }>
  readonly authorized: Event<Authorized>
  readonly updateauthorized: Event<Authorized>
  readonly unauthorized: Event<{ readonly AuthorizerAppid: string }>
  readonly notify_third_fasteregister: Event<{
    readonly appid?: string | undefined
    readonly auth_code?: string | undefined
  }>
}

/** What `follow` needs of a receiver; `@wehook/core`'s fits. */
export interface Followed {
  on<T extends keyof TokenEvents>(infoType: T, handler: (event: TokenEvents[T]) => unknown): () => void
}

export interface FollowContext {
  readonly componentAppId: string
  readonly records: Records
  readonly authCodes: AuthCodes
}

type Handlers = { readonly [T in keyof TokenEvents]: (event: TokenEvents[T]) => Promise<unknown> }

/**
 * Keeps tickets, exchanges codes, forgets on `unauthorized`. Every write carries the event's `createdAt`, so the order in
 * which pushes arrive does not matter (DESIGN §10). Events of other platforms on the same receiver are passed over.
 */
export function follow(receiver: Followed, context: FollowContext): () => void {
  const { componentAppId, records, authCodes } = context
  const authorized = ({ payload, createdAt }: TokenEvents['authorized']) =>
    authCodes.exchange({ code: payload.AuthorizationCode, appid: payload.AuthorizerAppid, asOf: createdAt.getTime() })
  const handlers: Handlers = {
    component_verify_ticket: ({ payload, createdAt }) =>
      records.write(ticketKey(componentAppId), { ticket: payload.ComponentVerifyTicket }, createdAt.getTime()),
    authorized,
    updateauthorized: authorized,
    unauthorized: ({ payload, createdAt }) =>
      records.remove(authorizerKey(componentAppId, payload.AuthorizerAppid), createdAt.getTime()),
    notify_third_fasteregister: async ({ payload: { appid, auth_code }, createdAt }) => {
      // Failures have neither (PROTOCOL §3.3); a success may lack the code, then `authorized` brings one.
      if (!appid || !auth_code) return
      await authCodes.exchange({ code: auth_code, appid, asOf: createdAt.getTime() })
    },
  }
  const register = <T extends keyof TokenEvents>(infoType: T) =>
    receiver.on(infoType, (event) => (event.componentAppId === componentAppId ? handlers[infoType](event) : undefined))
  const offs = (Object.keys(handlers) as (keyof TokenEvents)[]).map((infoType) => register(infoType))
  return () => {
    for (const off of offs.splice(0)) off()
  }
}
