#!/usr/bin/env node
import { processIo } from './io.js'
import { runWehook } from './run.js'

// In `wehook … | head` the reader closes the pipe: end without an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

runWehook(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code
})
