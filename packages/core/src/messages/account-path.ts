/** An appid as WeChat makes them: `wx` and 16 hex digits. */
const appidAtTheEnd = /(wx[0-9a-f]{16})\/?$/i

/**
 * The account that a push is for, from the path of its URL: WeChat puts its appid where the console's URL has `$APPID$`. The
 * placeholder is the last part of the path, with or without a prefix in front (`/callback/$APPID$`, `/callback/a$APPID$`).
 */
export function authorizerInPath(url: string | undefined): string | undefined {
  const path = (url ?? '').split(/[?#]/)[0] ?? ''
  return appidAtTheEnd.exec(path)?.[1]
}
