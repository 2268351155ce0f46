const frameworks = { express: '5.3.0', koa: '3.3.0', fastify: '5.12.8' } as const
const types = { '@types/node': '20.19.43', '@types/express': '5.0.6', '@types/koa': '3.0.3' } as const

/** What a careful user would set; declarations of packages are checked as well. */
const strict = {
  strict: true,
  target: 'es2022',
  skipLibCheck: false,
  types: ['node'],
  rootDir: '.',
  outDir: 'out',
} as const

export interface Consumer {
  readonly name: string
  /** Folders under `consumers/` that are copied. */
  readonly sources: readonly string[]
  readonly type: 'module' | 'commonjs'
  readonly dependencies: Readonly<Record<string, string>>
  readonly tsconfig?: object
  /** Commands that must succeed, in the project's folder; a program prints `everything works` at its end. */
  readonly commands: readonly (readonly [string, ...string[]])[]
}

const tsc = (options: object) => ({ compilerOptions: { ...strict, ...options }, include: ['main.ts'] })
const bundle = ['esbuild', 'main.ts', '--bundle', '--platform=node', '--format=esm', '--packages=external'] as const

/** The ways of TypeScript and Node that users have (TOOLING: mitt's types break under nodenext, so it is proven here). */
export const consumers: readonly Consumer[] = [
  {
    name: 'esm',
    sources: ['esm', 'shared'],
    type: 'module',
    dependencies: frameworks,
    commands: [
      ['node', 'main.js'],
      ['wehook', '--help'],
    ],
  },
  {
    name: 'cjs',
    sources: ['cjs', 'shared'],
    type: 'commonjs',
    dependencies: frameworks,
    commands: [['node', 'main.js']],
  },
  {
    name: 'nodenext-esm',
    sources: ['typescript'],
    type: 'module',
    dependencies: { ...frameworks, ...types, typescript: '6.0.3' },
    tsconfig: tsc({ module: 'nodenext' }),
    commands: [['tsc'], ['node', 'out/main.js']],
  },
  {
    name: 'nodenext-cjs',
    sources: ['typescript'],
    type: 'commonjs',
    dependencies: { ...frameworks, ...types, typescript: '5.9.3' },
    tsconfig: tsc({ module: 'nodenext', esModuleInterop: true }),
    commands: [['tsc'], ['node', 'out/main.js']],
  },
  {
    name: 'bundler',
    sources: ['typescript'],
    type: 'module',
    dependencies: { ...frameworks, ...types, typescript: '6.0.3', esbuild: '0.28.2' },
    tsconfig: tsc({ module: 'preserve', moduleResolution: 'bundler', noEmit: true }),
    commands: [['tsc'], [...bundle, '--outfile=out/main.js'], ['node', 'out/main.js']],
  },
]
