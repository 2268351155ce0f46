import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { blocksOf, createProject, filesOf, guides, readDocument } from './blocks'
import { drivers } from './drivers'

/** The README first: of two files with one name its own counts. */
export const documents = ['README.md', ...guides.map((name) => `docs/${name}`)]
export const readme = blocksOf(readDocument('README.md'))
export const files = filesOf(documents.flatMap((path) => blocksOf(readDocument(path))))
export const path = '/wechat/authorization'

/** The first block of each package's README that needs nothing else beside it. */
export const ofPackages = Object.fromEntries(
  ['core', 'express', 'koa', 'fastify'].map((name) => {
    const block = blocksOf(readDocument(`packages/${name}/README.md`)).find(({ language }) => language === 'ts')
    return [`package-${name}.ts`, block?.code ?? '']
  }),
)

const tsconfig = JSON.stringify({
  compilerOptions: {
    ...{ target: 'es2023', module: 'preserve', moduleResolution: 'bundler', strict: true, noEmit: true },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noPropertyAccessFromIndexSignature: true },
    ...{ skipLibCheck: true, types: ['node'], customConditions: ['@wehook/source'] },
    typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
  },
  files: [...Object.keys(files), ...Object.keys(ofPackages)].filter((name) => name.endsWith('.ts')),
})

/** A folder of the test's own: a program that was killed keeps its claims in the inbox for a while. */
export function newFolder(changed: Readonly<Record<string, string>> = {}): string {
  const { folder, remove } = createProject({
    ...files,
    ...ofPackages,
    ...drivers,
    'tsconfig.json': tsconfig,
    ...changed,
  })
  onTestFinished(remove)
  return folder
}
