import type { ClientPlatform } from '../apis/api.js'
import { toRequest } from '../apis/request.js'
import { ApiCallError } from '../errors/call-error.js'
import type { Send } from '../http/send.js'
import type { TokenSource } from '../http/with-token.js'
import { texts } from '../texts.js'
import { type AccessToken, toAccessToken } from './access-token.js'
import { componentKey, ticketKey } from './keys.js'
import type { Records } from './records.js'
import type { Obtain, Renewable } from './renewal.js'

export interface ComponentTokenContext {
  readonly platform: ClientPlatform
  readonly records: Records
  readonly obtain: Obtain
  readonly send: Send
  readonly now: () => number
}

/** The component token, which WeChat gives for the latest ticket. */
export function createComponentToken(context: ComponentTokenContext): TokenSource {
  const renewable = toRenewable(context)
  return (refused) => context.obtain(renewable, refused)
}

function toRenewable({ platform, records, send, now }: ComponentTokenContext): Renewable<AccessToken> {
  const key = componentKey(platform.componentAppId)
  return {
    api: 'component.accessToken',
    key,
    async fetch(kept, fence) {
      const ticket = await records.read<{ readonly ticket: string }>(ticketKey(platform.componentAppId))
      if (!ticket) throw noTicket(platform.componentAppId)
      const calledAt = now()
      const request = toRequest('component.accessToken', { component_verify_ticket: ticket.value.ticket }, platform)
      const answer = await send(request)
      const token = toAccessToken(answer.component_access_token, answer.expires_in, calledAt)
      // The fence of the lock orders the writes. `asOf` must not refuse one: it is never lower than the stored one, even where this machine's clock is behind.
      const written = await records.write(key, token, Math.max(calledAt, kept?.asOf ?? 0), fence)
      return written === 'written' ? token.token : undefined
    },
  }
}

function noTicket(componentAppId: string): ApiCallError {
  return new ApiCallError('ERR_TOKEN_UNAVAILABLE', {
    api: 'component.accessToken',
    sent: false,
    message: texts.noTicket(componentAppId),
    hint: texts.noTicketHint,
  })
}
