/** A part of a path that ends with an appid as WeChat makes them: `wx` and 16 hex digits. */
const appidAtTheEnd = /wx[0-9a-f]{16}$/

/**
 * The account that a push is for, from the path of its URL: WeChat puts its appid where the console's URL has `$APPID$`, with or
 * without a prefix in front (`/callback/$APPID$`, `/callback/a$APPID$`, `/$APPID$/callback`). The last one counts; the platform's own
 * appid, which some hosts have in their paths, is no account.
 */
export function authorizerInPath(url: string | undefined, componentAppId: string): string | undefined {
  const [path = ''] = (url ?? '').split(/[?#]/)
  return path
    .split('/')
    .map((part) => appidAtTheEnd.exec(part)?.[0])
    .findLast((appid) => appid !== undefined && appid !== componentAppId)
}
