import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    globalSetup: './pack.ts',
    retry: process.env['CI'] === 'true' ? 1 : 0,
    reporters: ['default', '../support/closing-line.ts'],
    testTimeout: 120_000,
  },
})
