import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Block {
  readonly language: string
  readonly code: string
  /** From a first line such as `// app.ts` or `# .env`. */
  readonly file?: string
}

export function readDocument(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
}

/** Pages that generators write have tests of their own; the facts about WeChat's side are for whoever changes wehook, in English only. */
const notGuides = ['events.md', 'message-events.md', 'errors.md', 'errcodes.md', 'protocol.md']

/** The pages under docs/ that people write, in English; each has a translation. */
export const guides: readonly string[] = readdirSync(new URL('../../docs', import.meta.url)).filter(
  (name) => name.endsWith('.md') && !name.endsWith('.zh-CN.md') && !notGuides.includes(name),
)

/** The code blocks of a Markdown document, in order. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => {
    const file = /^(?:\/\/|#) (\S+\.\w+|\.env)\n/.exec(code)?.[1]
    return { language, code, ...(file && { file }) }
  })
}

/** Blocks that are files, by name; of several with one name the first. */
export function filesOf(blocks: readonly Block[]): Readonly<Record<string, string>> {
  const named = blocks.flatMap(({ file, code }) => (file ? [[file, code] as const] : []))
  return Object.fromEntries([...named].reverse())
}

/** The code with its comments taken out, so that two languages can be compared. */
export function withoutComments(code: string): string {
  return code
    .replace(/(^|\s)\/\/ .*$/gm, '')
    .replace(/^# .*$/gm, '')
    .replace(/[ \t]+$/gm, '')
}

/** A folder with files in it that can import every package of the workspace by name. */
export function createProject(files: Readonly<Record<string, string>>): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-readme-'))
  symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'))
  const all = { 'package.json': '{ "type": "module" }', ...files }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
