import { defineConfig } from 'vitest/config'

// Workspace packages resolve to their sources by the private export condition: no build before a test.
// Not `module`: the ES modules of @opentelemetry/api import one another without file names, which Node refuses.
const conditions = ['@wehook/source', 'node', 'development|production']

const folders = ['packages/*/test/**', 'examples/*/test/**', 'test/**']
const exclude = ['**/node_modules/**', '**/dist/**', 'test/packaging/**', 'test/bench/**']
/** Suites over database servers and processes that are killed: minutes, so they are a lane of their own (`npm run check:servers`). */
export const servers = [
  'test/{mysql,postgres,sql}/**',
  'test/tasks/campaign/**',
  'test/redis/{permissions,connection,refusals,clock}.test.ts',
]
const isEverything = process.argv.includes('--coverage') || process.argv.includes('--project=servers')

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      thresholds: { lines: 95 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'run',
          include: folders.map((folder) => `${folder}/*.test.ts`),
          exclude: [...exclude, ...servers],
          testTimeout: 20_000,
        },
      },
      ...(isEverything
        ? [
            {
              extends: true as const,
              test: {
                name: 'servers',
                include: servers.map((folder) => folder.replace(/\*\*$/, '**/*.test.ts')),
                exclude,
                testTimeout: 20_000,
              },
            },
          ]
        : []),
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: folders.map((folder) => `${folder}/*.test-d.ts`),
            exclude,
            tsconfig: './tsconfig.types.json',
            // `tsc -p tsconfig.json` runs before and reports those by itself.
            ignoreSourceErrors: true,
          },
        },
      },
    ],
  },
})
