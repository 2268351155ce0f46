#!/usr/bin/env node
import { processIo } from './io.js'
import { runWehook } from './run.js'

// `wehook … | head`: who reads no further wants no more.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

runWehook(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code
})
