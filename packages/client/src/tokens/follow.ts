import type { AuthorizationEvents } from '@wehook/core'
import type { AuthCodes } from './auth-codes.js'
import type { DroppedReport } from './dropped.js'
import { authorizerKey, ticketKey } from './keys.js'
import type { Records } from './records.js'

/** The events that concern tokens. */
type TokenEvents = Pick<
  AuthorizationEvents,
  'component_verify_ticket' | 'authorized' | 'updateauthorized' | 'unauthorized' | 'notify_third_fasteregister'
>

/** What `follow` needs of a receiver; that of `@wehook/core` fits. */
export interface Followed {
  on<T extends keyof TokenEvents>(infoType: T, handler: (event: AuthorizationEvents[T]) => unknown): () => void
}

export interface FollowContext {
  readonly componentAppId: string
  readonly records: Records
  readonly authCodes: AuthCodes
  readonly report: DroppedReport['report']
}

type Handlers = { readonly [T in keyof TokenEvents]: (event: TokenEvents[T]) => Promise<unknown> }

/**
 * Stores tickets, exchanges codes, and removes the tokens of an account on `unauthorized`. Every write carries the event's `createdAt`, so the order in
 * which pushes arrive does not matter. Events of other platforms on the same receiver are ignored.
 */
export function follow(receiver: Followed, context: FollowContext): () => void {
  const handlers = createHandlers(context)
  const register = <T extends keyof TokenEvents>(infoType: T) =>
    receiver.on(infoType, (event) => {
      const isOurs = event.componentAppId === context.componentAppId
      return isOurs ? (handlers[infoType] as (event: AuthorizationEvents[T]) => Promise<unknown>)(event) : undefined
    })
  const offs = (Object.keys(handlers) as (keyof TokenEvents)[]).map((infoType) => register(infoType))
  return () => {
    for (const off of offs.splice(0)) off()
  }
}

function createHandlers({ componentAppId, records, authCodes, report }: FollowContext): Handlers {
  const authorized = ({ payload, createdAt }: TokenEvents['authorized' | 'updateauthorized']) =>
    authCodes.exchange({
      code: payload.AuthorizationCode,
      appid: payload.AuthorizerAppid,
      asOf: createdAt.getTime(),
    })
  return {
    component_verify_ticket: ({ payload, createdAt }) =>
      records.write(ticketKey(componentAppId), { ticket: payload.ComponentVerifyTicket }, createdAt.getTime()),
    authorized,
    updateauthorized: authorized,
    async unauthorized({ payload: { AuthorizerAppid: appid }, createdAt }) {
      const asOf = createdAt.getTime()
      const removed = await records.remove(authorizerKey(componentAppId, appid), asOf)
      if (removed === 'outdated') report({ what: 'withdrawal', appid, asOf })
    },
    async notify_third_fasteregister({ outcome, payload, createdAt }) {
      // A success may lack the code; then `authorized` brings one.
      if (outcome !== 'succeeded' || !payload.auth_code || !payload.appid) return
      await authCodes.exchange({ code: payload.auth_code, appid: payload.appid, asOf: createdAt.getTime() })
    },
  }
}
