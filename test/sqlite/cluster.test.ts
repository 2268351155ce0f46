import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStorage } from '@wehook/sqlite'
import { describe, expect, it } from 'vitest'
import { runCluster } from '../support/cluster.js'
import { ticketPush } from '../support/push-server.js'

describe('four processes on one file', { timeout: 120_000 }, () => {
  it('under load: no push fails, each is handled, none twice', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'wehook-cluster-'))
    const file = join(directory, 'wehook.db')
    const storage = sqliteStorage({ file })
    const tickets = Array.from({ length: 1_200 }, (_, n) => `ticket-${n}`)
    const { answers, reports } = await runCluster(file, storage.inbox, 4, tickets.map(ticketPush), 64)
    expect(answers).toEqual(tickets.map(() => '200 success'))
    expect(reports.flatMap(({ handled }) => handled).toSorted()).toEqual(tickets.toSorted())
    expect(await storage.inbox.counts()).toMatchObject({ pending: 0, unhandled: 0, dead: 0, handled: tickets.length })
    for (const { handled } of reports) expect(handled.length).toBeGreaterThan(0)
    await storage.close()
    rmSync(directory, { recursive: true })
  })
})
