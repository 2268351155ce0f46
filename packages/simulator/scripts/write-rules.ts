import { readFileSync, writeFileSync } from 'node:fs'
import { withRules } from './rules-table.js'

// Writes the table of rules into the README: node --conditions=@wehook/source --import tsx packages/simulator/scripts/write-rules.ts
const readme = new URL('../README.md', import.meta.url)
writeFileSync(readme, withRules(readFileSync(readme, 'utf8')))
