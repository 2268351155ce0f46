import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Where the bundle lies: below test/node_modules, so that it finds libsql and nobody finds it. */
export const bundledChild = folder('../node_modules/.cache/wehook-crash/child.cjs')

/** One file of the child and all it imports but the native libsql: a process started again serves in a fraction of the time. */
export async function bundleChild(): Promise<void> {
  await build({
    config: false,
    entry: { child: folder('child.ts') },
    outDir: folder('../node_modules/.cache/wehook-crash'),
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['libsql', 'pg-native'],
    noExternal: [/^(?!libsql$|pg-native$)/],
    silent: true,
    esbuildOptions(options) {
      options.conditions = ['@wehook/source']
    },
  })
}
