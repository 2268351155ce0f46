import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    globalSetup: './pack.ts',
    reporters: ['default', '../support/closing-line.ts'],
    testTimeout: 120_000,
  },
})
