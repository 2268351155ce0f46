import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/**
 * Compiles a server of the benchmarks as a package is compiled, and tells where: a loader of TypeScript names every closure at run time,
 * which costs a push more than some of its steps, and holds memory of its own.
 */
export async function compileServer(name: 'http-server' | 'flood-server'): Promise<string> {
  const outfile = fileURLToPath(new URL(`./dist/${name}.mjs`, import.meta.url))
  await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@wehook/source'],
    external: [
      '@hono/node-server',
      'express',
      'fast-xml-parser',
      'fastify',
      'hono',
      'koa',
      'node-easywechat',
      'raw-body',
    ],
  })
  return outfile
}
