// Turns the changesets into the next version of all packages, and their texts into one section of CHANGELOG.md.
// changesets itself writes a changelog a package; packages that always move together need one together.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('..', import.meta.url)
const folder = new URL('.changeset/', root)
const changelog = new URL('CHANGELOG.md', root)
const newest = /^## /m

const notes = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .sort()
  .map((file) =>
    readFileSync(new URL(file, folder), 'utf8')
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      .trim(),
  )
if (notes.length === 0)
  throw new Error('nothing to release: .changeset/ holds no changeset; write one with `npx changeset`')

const { status } = spawnSync('npx', ['changeset', 'version'], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const { version } = JSON.parse(readFileSync(new URL('packages/core/package.json', root), 'utf8'))
const section = `## ${version}\n\n${notes.map((note) => `- ${note.replaceAll('\n', '\n  ')}`).join('\n')}\n\n`
const text = readFileSync(changelog, 'utf8')
const at = text.search(newest)
writeFileSync(changelog, at < 0 ? `${text.trimEnd()}\n\n${section}` : text.slice(0, at) + section + text.slice(at))
