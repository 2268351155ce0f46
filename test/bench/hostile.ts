import { openPush, readDocument } from '@wehook/core'
import { hostileBodies, hostileDocuments } from '../hostile/inputs.js'
import { median } from './measure.js'
import { platform } from './push.js'
import { print } from './report.js'

const query = { timestamp: '1700000000', nonce: '1', msg_signature: 'x' }

function millis(run: () => unknown): number {
  return median(
    Array.from({ length: 7 }, () => {
      const start = performance.now()
      try {
        run()
      } catch {}
      return performance.now() - start
    }),
  )
}

const bodies = Object.entries(hostileBodies).map(([name, { body }]) => ({
  name: `body: ${name}`,
  KiB: body.length / 1024,
  ms: millis(() => openPush({ query, body }, [platform])),
}))
const million = '<'.repeat(1_000_000)
const bySize = {
  name: 'body: a million <',
  KiB: million.length / 1024,
  ms: millis(() => openPush({ query, body: million }, [platform])),
}
const documents = Object.entries(hostileDocuments).map(([name, xml]) => ({
  name: `document: ${name}`,
  KiB: xml.length / 1024,
  ms: millis(() => readDocument(xml)),
}))
const rows = [...bodies, bySize, ...documents]

print({
  title: 'hostile input: milliseconds for one, median of seven',
  rows,
  targets: [...bodies, bySize].map(({ name, ms }) => ({ text: `${name}, ms`, value: ms, target: 20, kind: 'most' })),
})
