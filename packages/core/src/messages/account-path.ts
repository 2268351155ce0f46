import type { Bilingual } from '../language.js'

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

/** Said once, when a push comes to a path without an appid. */
export const noAppidInPath: Bilingual = {
  en: 'the path of 消息与事件接收 URL has no appid, so events do not say which account they are for: end the URL with /$APPID$ in the console and mount the receiver on a path that takes it',
  zh: '消息与事件接收 URL 的路径中没有 appid，因此事件无法说明属于哪个授权方：请在控制台将该 URL 以 /$APPID$ 结尾，并把接收器挂载到能匹配它的路径',
}
