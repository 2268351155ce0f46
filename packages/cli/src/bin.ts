#!/usr/bin/env node
import { processIo } from './io.js'
import { runWehook } from './run.js'

runWehook(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code
})
