import { mkdirSync, writeFileSync } from 'node:fs'
import { errorPages, renderErrorPage } from './error-pages.js'

const root = new URL('../../../', import.meta.url)

mkdirSync(new URL('docs/', root), { recursive: true })
for (const { file, language } of errorPages) writeFileSync(new URL(file, root), `${renderErrorPage(language)}\n`)
