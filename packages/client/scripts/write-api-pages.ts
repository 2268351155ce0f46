import { writeFileSync } from 'node:fs'
import { apiPages } from './api-pages.js'

const root = new URL('../../../', import.meta.url)

for (const { file, render, language } of apiPages) writeFileSync(new URL(file, root), `${render(language)}\n`)
