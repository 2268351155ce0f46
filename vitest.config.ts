import { defineConfig } from 'vitest/config'

// Workspace packages resolve to their sources by the private export condition: no build before a test.
const conditions = ['@wehook/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/packaging/**', 'test/bench/**', 'test/crash/**'],
    reporters: ['default', './test/support/closing-line.ts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'], reporter: ['text-summary', 'json-summary'] },
    testTimeout: 20_000,
  },
})
