import { readFileSync, writeFileSync } from 'node:fs'
import { withKinds } from './kind-pages.js'

// npm run docs:tasks
for (const [file, language] of [
  ['from-the-call-to-the-outcome.md', 'en'],
  ['from-the-call-to-the-outcome.zh-CN.md', 'zh'],
] as const) {
  const page = new URL(`../../../docs/${file}`, import.meta.url)
  writeFileSync(page, withKinds(readFileSync(page, 'utf8'), language))
}
