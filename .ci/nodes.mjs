// Runs the test suite under other versions of Node: `npm run check:nodes`, or a part: `npm run check:nodes -- 22 packages/core`.
// Their binaries (about 190 MB each) come as npm packages into a cache that no lockfile knows, so that an install stays small.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './pnpm.mjs'

const given = process.argv.slice(2)
const isMajor = (argument) => /^\d+$/.test(argument)
const majors = given.some(isMajor) ? given.filter(isMajor) : ['22', '24', '26']
const cache = join(root, 'node_modules/.cache/nodes')
const platform = process.platform === 'win32' ? 'win' : process.platform

/** Path of the folder with that Node's binary. */
function provide(major) {
  const name = `node-${major}`
  const bin = join(cache, 'node_modules', name, 'bin')
  if (existsSync(bin)) return bin
  mkdirSync(cache, { recursive: true })
  // A manifest of its own: npm must not look upwards and find the workspace.
  writeFileSync(join(cache, 'package.json'), '{ "private": true }\n')
  const alias = `${name}@npm:node-${platform}-${process.arch}@${major}`
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--no-package-lock', ...installed(major), alias]
  if (spawnSync('npm', args, { cwd: cache, stdio: 'inherit' }).status !== 0)
    throw new Error(`no Node ${major} to be had`)
  return bin
}

/** npm removes what is neither saved nor asked for, so the ones already there are asked for again. */
function installed(major) {
  return majors
    .filter((other) => other !== major && existsSync(join(cache, 'node_modules', `node-${other}`)))
    .map((other) => `node-${other}@npm:node-${platform}-${process.arch}@${other}`)
}

const failed = majors.filter((major) => {
  const bin = provide(major)
  const node = join(bin, 'node')
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  console.log(`\n=== Node ${version}`)
  // Types are the same under every Node; processes that tests start by name get this one, too.
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'run',
    ...given.filter((it) => !isMajor(it)),
  ]
  return spawnSync(node, args, { cwd: root, stdio: 'inherit', env }).status !== 0
})

console.log(`\nnodes: ${majors.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
