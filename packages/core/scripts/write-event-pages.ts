import { mkdirSync, writeFileSync } from 'node:fs'
import { eventPages, renderEventPage } from './event-pages.js'

const root = new URL('../../../', import.meta.url)

mkdirSync(new URL('docs/', root), { recursive: true })
for (const { file, language, url } of eventPages)
  writeFileSync(new URL(file, root), `${renderEventPage(language, url)}\n`)
