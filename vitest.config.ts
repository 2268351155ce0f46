import { defineConfig } from 'vitest/config'

// Workspace packages resolve to their sources by the private export condition: no build before a test.
// Not `module`: the ES modules of @opentelemetry/api import one another without file names, which Node refuses.
const conditions = ['@wehook/source', 'node', 'development|production']

const folders = ['packages/*/test/**', 'examples/*/test/**', 'test/**']
const exclude = ['**/node_modules/**', '**/dist/**', 'test/packaging/**', 'test/bench/**']
/** Suites that take minutes (database servers, killed processes, 100,000 runs of a property) are a lane of their own: `npm run check:long`. */
export const long = [
  'test/{mysql,postgres,redis,sql}/**',
  'test/tasks/campaign/**',
  'test/{cli/process,examples/{databases,frameworks},properties/crypto,readme/{databases,run,types},support/closing-line,tokens/one-call}.test.ts',
]
/** They replace modules, so each needs its own. */
const mocking = ['packages/core/test/push/open.test.ts']
const isEverything = process.argv.includes('--coverage') || process.argv.includes('--project=long')

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Most tests wait for servers and processes, so there may be more workers than cores.
    maxWorkers: 3,
    // Servers, processes and sockets are real and CI shares its machine: what passes on a second try only is named at the end.
    retry: process.env['CI'] === 'true' ? 1 : 0,
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
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: [...exclude, ...mocking],
          // Loading a package anew for each of 120 files takes longer than their tests.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'run',
          include: ['{examples/*/test,test}/**/*.test.ts', ...mocking],
          exclude: [...exclude, ...long],
          testTimeout: 20_000,
        },
      },
      ...(isEverything
        ? [
            {
              extends: true as const,
              test: {
                name: 'long',
                include: long.map((folder) => folder.replace(/\*\*$/, '**/*.test.ts')),
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
