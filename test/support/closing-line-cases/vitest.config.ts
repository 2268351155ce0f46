import { defineConfig } from 'vitest/config'

// Runs that go wrong on purpose, for closing-line.test.ts alone: the suite's own globs do not match these names.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.case.ts'],
    reporters: ['../closing-line.ts'],
    typecheck: {
      enabled: true,
      include: ['*.case-d.ts'],
      tsconfig: './tsconfig.json',
      ignoreSourceErrors: true,
    },
  },
})
