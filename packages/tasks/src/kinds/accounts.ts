import type { AuthorizerProfile } from '@wehook/client'
import type { AskContext } from './kind.js'

/**
 * Accounts that were authorized since `since` (Unix ms), that no task has as its result, and whose profile matches. This finds the
 * appid of a success whose push was lost.
 */
export async function findAccounts(
  { client, isTaken }: AskContext,
  since: number,
  fits: (profile: AuthorizerProfile) => boolean,
): Promise<readonly string[]> {
  const found: string[] = []
  // WeChat's times have whole seconds.
  const from = Math.floor(since / 1000)
  for await (const { authorizer_appid: appid, auth_time: authorizedAt = 0 } of client.component.allAuthorizers()) {
    if (authorizedAt < from || (await isTaken(appid))) continue
    const { authorizer_info: profile } = await client.component.authorizerInfo({ authorizer_appid: appid })
    if (fits(profile)) found.push(appid)
  }
  return found
}
