import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startChild } from '../support/child.js'
import { requireOrSkip } from '../support/requirement.js'

const commits = 20
const canTrace = requireOrSkip(
  'strace, to count fsync calls',
  spawnSync('strace', ['-f', '-e', 'trace=fsync', 'true']).status === 0,
)

/** How often a file was synced between the marks that the child writes. */
async function countSyncs(mode: 'inbox' | 'control'): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'wehook-fsync-'))
  try {
    const log = join(directory, 'strace.log')
    const trace = ['strace', '-f', '-e', 'trace=fsync,fdatasync,write', '-o', log]
    const child = startChild('test/sqlite/children/committing.ts', [join(directory, 'wehook.db'), mode], trace)
    expect(await child.ended).toMatchObject({ code: 0 })
    const lines = readFileSync(log, 'utf8').split('\n')
    const [begin, end] = ['begin', 'end'].map((mark) => lines.findIndex((line) => line.includes(`"mark ${mark}`)))
    expect(begin).toBeGreaterThan(0)
    expect(end).toBeGreaterThan(begin ?? 0)
    return lines.slice(begin, end).filter((line) => /\b(fsync|fdatasync)\(/.test(line)).length
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

describe.skipIf(!canTrace)('synchronous=FULL', { timeout: 60_000 }, () => {
  it('syncs the file at least once for every commit', async () => {
    const syncs = await countSyncs('inbox')
    console.log(`${syncs} fsync calls for ${commits} commits`)
    expect(syncs).toBeGreaterThanOrEqual(commits)
  })

  it('is what the count above tells: synchronous=NORMAL does not reach it', async () => {
    expect(await countSyncs('control')).toBeLessThan(commits)
  })
})
