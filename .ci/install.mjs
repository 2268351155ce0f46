// Installs the workspace with the pinned pnpm, once per state of the manifests: a second run costs nothing.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, root } from './pnpm.mjs'

const stamp = join(root, 'node_modules/.wehook-installed')

/** Folders of the workspace, as pnpm-workspace.yaml lists them. */
const folders = ['.', 'test', ...['packages', 'examples'].flatMap(childrenOf)].filter(
  (folder) => folder !== 'examples/next' && existsSync(join(root, folder, 'package.json')),
)

function childrenOf(parent) {
  const path = join(root, parent)
  return existsSync(path) ? readdirSync(path).map((child) => `${parent}/${child}`) : []
}

/** Changes whenever an install would have something to do: lockfile, workspace settings, a manifest, Node's platform. */
function wanted() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...folders.map((folder) => `${folder}/package.json`)]
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** A folder whose node_modules somebody removed is not installed, whatever the stamp says. */
function isComplete() {
  return folders.every((folder) => existsSync(join(root, folder, 'node_modules')))
}

const state = wanted()
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== state || !isComplete()) {
  // Gone first and renamed into place last, so that an interrupted install is never taken for a finished one.
  rmSync(stamp, { force: true })
  const status = pnpm('install', '--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false')
  if (status !== 0) process.exit(status)
  writeFileSync(`${stamp}.new`, state)
  renameSync(`${stamp}.new`, stamp)
}
