import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/**
 * Tokens which prove that a form came from a page of the console (against CSRF), without a cookie: an HMAC of the operator's name and the day. They are valid on
 * that day and the next.
 */
export interface FormTokens {
  issue(name: string): string
  verify(name: string, token: string): boolean
}

const dayMs = 86_400_000

export function createFormTokens(secret: string, now: () => number): FormTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'wehook console forms', 32))
  const sign = (name: string, day: number) => createHmac('sha256', key).update(`${day}\n${name}`).digest('base64url')
  const today = () => Math.floor(now() / dayMs)
  return {
    issue: (name) => sign(name, today()),
    verify(name, token) {
      const given = Buffer.from(token)
      return [today(), today() - 1].some((day) => {
        const expected = Buffer.from(sign(name, day))
        return expected.length === given.length && timingSafeEqual(expected, given)
      })
    },
  }
}
