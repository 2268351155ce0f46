import type { Call } from '../http/with-token.js'
import { type ClientPlatform, toRequest } from '../request.js'
import { createFlights } from './flights.js'

/** An authorization as WeChat has it now. */
interface ListedAuthorization {
  readonly refreshToken: string | undefined
  /** Unix ms; 0 when WeChat does not say. */
  readonly authorizedAt: number
}

export type FindAuthorization = (appid: string) => Promise<ListedAuthorization | undefined>

const pageSize = 500

/**
 * The tool of recovery (PROTOCOL §4.1): reads all authorizers and finds one. Those who look at the same time share one reading,
 * so that a wave of 61023 does not cost one for each authorizer.
 */
export function createAuthorizerList(platform: ClientPlatform, call: Call): FindAuthorization {
  const flights = createFlights<ReadonlyMap<string, ListedAuthorization>>()
  return async (appid) => (await flights.run('list', () => readAll(platform, call))).get(appid)
}

async function readAll(platform: ClientPlatform, call: Call): Promise<ReadonlyMap<string, ListedAuthorization>> {
  const found = new Map<string, ListedAuthorization>()
  for (let offset = 0; ; offset += pageSize) {
    const page = await call(toRequest('component.authorizers', { offset, count: pageSize }, platform))
    for (const { authorizer_appid, refresh_token, auth_time = 0 } of page.list) {
      found.set(authorizer_appid, { refreshToken: refresh_token, authorizedAt: auth_time * 1000 })
    }
    if (page.list.length === 0 || offset + pageSize >= page.total_count) return found
  }
}
