import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const conditions = ['@wehook/source', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.browser.ts'],
    retry: process.env['CI'] === 'true' ? 1 : 0,
    reporters: ['default', '../support/closing-line.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
