import { defineConfig } from 'tsup'

/**
 * One build for every package: ESM, CommonJS and types for both, readable output, dependencies left to the installer.
 * `entry` maps the names under `dist/` to sources; package.json's `exports` must name the same files.
 */
export function packageBuild(
  entry: Readonly<Record<string, string>> = { index: 'src/index.ts' },
  /** Dependencies that are taken into the build. Their types stay imports, so they stay dependencies too. */
  bundled: readonly RegExp[] = [],
) {
  return defineConfig({
    entry,
    format: ['esm', 'cjs'],
    // tsup hands TypeScript a baseUrl of its own, which TypeScript 6 calls deprecated.
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    tsconfig: '../../tsconfig.build.json',
    target: 'node20',
    platform: 'node',
    clean: true,
    noExternal: [...bundled],
    // Other runtimes know node:crypto and not crypto.
    removeNodeProtocol: false,
  })
}
