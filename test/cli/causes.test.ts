import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const doctor = fileURLToPath(new URL('../node_modules/wehook/src/doctor/', import.meta.url))
const sources = readdirSync(doctor).map((name) => readFileSync(`${doctor}${name}`, 'utf8'))
const named = sources.flatMap((source) => [
  ...[...source.matchAll(/cause: '([\w-]+)'/g)].map(([, cause]) => cause),
  ...[...source.matchAll(/(?:wrong|warn|previous)\('([\w-]+)',/g)].map(([, cause]) => cause),
])
/** Of core's diagnosis, and where no answer comes. */
const others = ['component-appid', 'other-platform', 'signature-as-msg-signature', 'body-changed', 'token', 'aes-key']
const failures = ['sealed-for-another-appid', 'dns', 'refused', 'tls', 'timeout', 'reset', 'unreachable']

test.each(['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md'])(
  '%s lists every cause that the doctor names',
  (path) => {
    const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
    const section = page.slice(page.lastIndexOf('\n## '))
    const listed = [...section.matchAll(/^\|((?: `[\w-]+`)+) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/[\w-]+/g) ?? [],
    )
    const wanted = new Set([...named, ...others, ...failures])
    expect(new Set(listed.filter((cause) => cause !== 'cause'))).toEqual(wanted)
  },
)
