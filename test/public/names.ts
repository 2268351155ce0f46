import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The names that a package exports, by the name to import them from. */
export type PublicNames = Readonly<Record<string, readonly string[]>>

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, { readonly '@wehook/source'?: string } | string>>
}

/** Every entry of every published package, with its names in alphabetical order; types are names too. */
export function readPublicNames(): PublicNames {
  const entries = readdirSync(join(root, 'packages')).flatMap(entriesOf)
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      // What a package hands on of another counts, whether that is built or not.
      customConditions: ['@wehook/source'],
      noResolve: false,
      noLib: true,
    },
  )
  const checker = program.getTypeChecker()
  const names = entries.map(({ specifier, file }) => {
    const source = program.getSourceFile(file)
    const module = source && checker.getSymbolAtLocation(source)
    const exported = module ? checker.getExportsOfModule(module).map((symbol) => symbol.getName()) : []
    return [specifier, exported.toSorted()] as const
  })
  return Object.fromEntries(names.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function entriesOf(folder: string): readonly { readonly specifier: string; readonly file: string }[] {
  const path = join(root, 'packages', folder)
  if (!existsSync(join(path, 'package.json'))) return []
  const {
    name,
    private: isPrivate,
    exports = {},
  }: Manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  if (isPrivate) return []
  return Object.entries(exports).flatMap(([entry, target]) => {
    const source = typeof target === 'string' ? undefined : target['@wehook/source']
    return source ? [{ specifier: join(name, entry), file: join(path, source) }] : []
  })
}
