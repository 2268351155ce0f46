import { writeFileSync } from 'node:fs'
import { readPublicNames } from './names.js'

writeFileSync(new URL('names.json', import.meta.url), `${JSON.stringify(readPublicNames(), null, 2)}\n`)
