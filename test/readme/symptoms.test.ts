import { expect, test } from 'vitest'
import { readDocument } from './blocks'

/** The first column of docs/protocol.md, cell by cell. */
const symptoms = (/\n## 5\. .*\n([\s\S]*?)\n## /.exec(readDocument('docs/protocol.md'))?.[1] ?? '')
  .split('\n')
  .slice(2)
  .map((row) => row.split('|')[1]?.trim() ?? '')
  .filter((cell) => cell !== '')

/** How a symptom that has no code is told, in either language. */
const told: Readonly<Record<string, RegExp>> = {
  '"event never came"': /no event ever|收不到任何事件/,
  'lost event': /an event was lost|丢了事件/,
  duplicates: /the same event again|同一个事件又来了/,
  'auth code lifetime': /an auth code expires|授权码提前过期/,
  order: /`authorized` (before or after|在) `notify_third_fasteregister`/,
  delay: /registration is late|注册结果迟迟不来/,
  '-1 statuses after a correct face check': /-1 after a correct face check|人脸核身通过却返回 89247、-1/,
  'empty refresh_token': /refresh token/,
  timeouts: /`ERR_API_TIMEOUT`/,
  'staff support': /`rid`/,
  clock: /`ERR_PUSH_STALE`/,
}
/** What other receivers do; no symptom. */
const silent = ['handler error replies']

test.each(['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md'])(
  '%s has every symptom of docs/protocol.md',
  (path) => {
    const page = readDocument(path)
    expect(symptoms).toContain('lost event')
    const missing = symptoms
      .filter((symptom) => !silent.includes(symptom))
      .filter((symptom) => {
        const codes = symptom.match(/\b\d{5}\b/g) ?? []
        const pattern = told[symptom]
        return pattern ? !pattern.test(page) : codes.length === 0 || !codes.every((code) => page.includes(code))
      })
    expect(missing).toEqual([])
  },
)
