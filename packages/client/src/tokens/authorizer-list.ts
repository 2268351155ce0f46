import type { ClientPlatform } from '../apis/api.js'
import { toRequest } from '../apis/request.js'
import { listAuthorizers } from '../authorizer-pages.js'
import type { Call } from '../http/with-token.js'
import { createFlights } from './flights.js'

/** An authorization as WeChat has it now. */
interface ListedAuthorization {
  readonly refreshToken: string | undefined
  /** Unix ms; 0 when WeChat does not say. */
  readonly authorizedAt: number
}

export type FindAuthorization = (appid: string) => Promise<ListedAuthorization | undefined>

/**
 * Reads all authorizers and finds one, to recover a refresh token. Calls at the same time share one reading of the list,
 * so that 61023 for many authorizers at once does not read it once for each.
 */
export function createAuthorizerList(platform: ClientPlatform, call: Call): FindAuthorization {
  const flights = createFlights<ReadonlyMap<string, ListedAuthorization>>()
  return async (appid) => (await flights.run('list', () => readAll(platform, call))).get(appid)
}

async function readAll(platform: ClientPlatform, call: Call): Promise<ReadonlyMap<string, ListedAuthorization>> {
  const found = new Map<string, ListedAuthorization>()
  const authorizers = listAuthorizers((page) => call(toRequest('component.authorizers', page, platform)))
  for await (const { authorizer_appid, refresh_token, auth_time = 0 } of authorizers) {
    found.set(authorizer_appid, { refreshToken: refresh_token, authorizedAt: auth_time * 1000 })
  }
  return found
}
