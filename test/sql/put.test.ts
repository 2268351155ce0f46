import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { isWehookError } from '@wehook/core'
import { afterAll, afterEach, beforeEach, it, vi } from 'vitest'
import { newEntries, newEntry, shuffled } from '../support/entries.js'
import type { SqlScene, SqlStorage } from '../support/sql-harness.js'
import { onEachServer } from '../support/sql-servers.js'

const countOf = (answers: readonly string[], wanted: string) => answers.filter((answer) => answer === wanted).length

const close = await onEachServer((server) => {
  let scene: SqlScene
  let storage: SqlStorage
  beforeEach(async () => {
    scene = await server.scene()
    storage = await scene.open()
    await storage.ready()
  })
  afterEach(() => scene.close())

  const putAll = (entries: readonly Parameters<SqlStorage['inbox']['put']>[0][], into = storage) =>
    Promise.all(entries.map((entry) => into.inbox.put(entry)))

  it('R5, R6: says of each put in a group whether it stored the entry', async () => {
    const [known, fresh] = [newEntries(5), newEntries(5)]
    await putAll(known)
    const mixed = shuffled([...known, ...fresh])
    const answers = await putAll(mixed)
    for (const [n, entry] of mixed.entries()) assert.equal(answers[n], fresh.includes(entry) ? 'stored' : 'duplicate')
  })

  it('R6: says `stored` to the first of equal puts in one group, whose text it keeps', async () => {
    const entry = newEntry({ xml: '<first/>' })
    const answers = await putAll([entry, { ...entry, xml: '<second/>' }, { ...entry, xml: '<third/>' }])
    assert.deepEqual(answers, ['stored', 'duplicate', 'duplicate'])
    assert.equal((await storage.inbox.get(entry.id))?.xml, '<first/>')
  })

  it('R5, R7: eight writers with overlapping groups store each entry once, and nothing deadlocks', async () => {
    const writers = await Promise.all(Array.from({ length: 8 }, () => scene.open()))
    await Promise.all(writers.map((writer) => writer.ready()))
    const answers: string[] = []
    const startedAt = performance.now()
    const rounds = 12
    for (let round = 0; round < rounds; round += 1) {
      const entries = newEntries(64)
      answers.push(...(await Promise.all(writers.map((writer) => putAll(shuffled(entries), writer)))).flat())
    }
    assert.equal(countOf(answers, 'stored'), rounds * 64)
    assert.equal(countOf(answers, 'duplicate'), rounds * 64 * 7)
    // A deadlock is repeated within a put, so it shows in the server's own count, or in PostgreSQL as a second each.
    if (server.kind === 'mysql') assert.equal(await deadlocks(), 0)
    else assert.ok(performance.now() - startedAt < rounds * 1_000)
  })

  /** Of the newest deadlock the server keeps a report, which names the tables. */
  const deadlocks = async () => {
    const [status] = await scene.query('SHOW ENGINE INNODB STATUS')
    const [name] = await scene.query('SELECT DATABASE() AS name')
    const report = /LATEST DETECTED DEADLOCK[\s\S]*?\n---\n/.exec(String(status?.['Status']))?.[0] ?? ''
    return report.includes(`\`${String(name?.['name'])}\`.\`wehook_entries\``) ? 1 : 0
  }

  it('R4, R14: keeps an id that is no event’s to the letter, and tells it from one that begins alike', async () => {
    const ids = [
      '',
      'é',
      'e\u0301',
      '漢字'.repeat(40),
      'x'.repeat(70),
      'x'.repeat(64),
      `${'0'.repeat(63)}1`,
      'A'.repeat(64),
    ]
    const entries = ids.map((id) => newEntry({ id }))
    assert.equal(countOf(await putAll(entries), 'stored'), ids.length)
    for (const entry of entries) assert.equal((await storage.inbox.get(entry.id))?.id, entry.id)
    assert.equal(countOf(await putAll(entries), 'duplicate'), ids.length)
  })

  it('R13: keeps texts that would break out of a literal', async () => {
    const text = `\\'; DROP TABLE wehook_entries; -- "\`\\" ? $1 :name \\x27 \u0000 '' %`
    const entry = newEntry({ xml: text, infoType: text, appid: text, traceparent: text, componentAppId: text })
    assert.equal(await storage.inbox.put(entry), 'stored')
    const { state: _, attempts: _attempts, dueAt: _dueAt, ...stored } = (await storage.inbox.get(entry.id)) ?? {}
    assert.deepEqual(stored, entry)
    assert.equal(await storage.inbox.count({ infoType: text, appid: text }), 1)
    assert.equal(await storage.tokens.set(text, { value: text, asOf: 1 }), 'written')
    assert.equal((await storage.tokens.get(text))?.value, text)
  })

  it('R10: refuses an entry that the table cannot hold, and stores the others of its group', async () => {
    const entries = newEntries(10)
    const bad = newEntry(server.kind === 'mysql' ? { infoType: 'x'.repeat(300) } : { receivedAt: 0.5 })
    const outcomes = await Promise.allSettled([bad, ...entries].map((entry) => storage.inbox.put(entry)))
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', ...entries.map(() => 'fulfilled')],
    )
    const [refused] = outcomes as PromiseRejectedResult[]
    assert.ok(isWehookError(refused?.reason, 'ERR_INBOX_UNAVAILABLE'))
    assert.equal(await storage.inbox.count({}), 10)
  })

  it('R10: a put whose connection was cut is repeated within its time', async () => {
    await putAll(newEntries(3))
    const kill =
      server.kind === 'mysql'
        ? `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()`
        : `SELECT pid AS id FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%' || current_schema() || '%' AND pid <> pg_backend_pid()`
    for (let round = 0; round < 5; round += 1) {
      const putting = putAll(newEntries(100))
      for (const { id } of await scene.query(kill)) {
        await scene
          .query(server.kind === 'mysql' ? `KILL ${id}` : `SELECT pg_terminate_backend(${id})`)
          .catch(() => undefined)
      }
      assert.equal((await putting).length, 100)
    }
    assert.equal(await storage.inbox.count({}), 503)
  })

  it('R2: puts of one moment take few connections, one after another', async () => {
    const before = scene.taken(storage)
    await putAll(newEntries(2_000))
    // Groups have at most 256 entries.
    const taken = scene.taken(storage) - before
    assert.ok(taken >= 8 && taken <= 16, `${taken} connections were taken`)
    assert.equal(await storage.inbox.count({}, 5_000), 2_000)
  })

  it('R17: one table holds an entry and its text', async () => {
    const before = scene.taken(storage)
    const entry = newEntry()
    await storage.inbox.put(entry)
    assert.equal(scene.taken(storage) - before, 1)
    const [row] = await scene.query('SELECT COUNT(*) AS n, MAX(OCTET_LENGTH(xml)) AS bytes FROM wehook_entries')
    assert.deepEqual([Number(row?.['n']), Number(row?.['bytes'])], [1, Buffer.byteLength(entry.xml)])
    for (const table of ['marks', 'tokens', 'locks', 'tasks', 'task_keys']) {
      const [other] = await scene.query(`SELECT COUNT(*) AS n FROM wehook_${table}`)
      assert.equal(Number(other?.['n']), 0, table)
    }
  })

  it('R24: handlers that end together share statements', async () => {
    const entries = newEntries(128)
    await putAll(entries)
    const observer = await scene.open()
    const worker = await scene.open()
    let running = 0
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const consumer = await worker.inbox.consume(
      async () => {
        running += 1
        await ended
        return 'handled'
      },
      { concurrency: 128, retryDelaysMs: [] },
    )
    await vi.waitFor(() => assert.equal(running, 128), 10_000)
    const before = scene.taken(worker)
    end()
    await vi.waitFor(async () => assert.equal((await observer.inbox.counts()).handled, 128), 10_000)
    const taken = scene.taken(worker) - before
    await consumer.close({ timeoutMs: 1_000 })
    assert.ok(taken <= 16, `${taken} connections were taken for 128 settlements`)
  })

  it.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])(
    'R27: a process whose clock is an hour %s keeps its times, and what is due is due by the database',
    async (_, skew) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skew, shouldAdvanceTime: true })
      try {
        const entry = newEntry()
        await storage.inbox.put(entry)
        const attempts: number[] = []
        const consumer = await storage.inbox.consume(
          async (_entry, attempt) => {
            attempts.push(attempt)
            if (attempt === 1) throw new Error('fails once')
            return 'handled'
          },
          { concurrency: 1, retryDelaysMs: [100] },
        )
        await vi.waitFor(async () => assert.equal((await storage.inbox.get(entry.id))?.state, 'handled'), 10_000)
        await consumer.close({ timeoutMs: 1_000 })
        assert.deepEqual(attempts, [1, 2])
        assert.equal((await storage.inbox.get(entry.id))?.receivedAt, entry.receivedAt)
      } finally {
        vi.useRealTimers()
      }
    },
  )

  it('R25, R26: what is due is due by the clock of the database, in every time zone', async () => {
    const entry = newEntry()
    await storage.inbox.put(entry)
    const { dueAt } = (await storage.inbox.get(entry.id)) ?? {}
    assert.ok(dueAt !== undefined && Math.abs(dueAt - Date.now()) < 5_000, `due at ${dueAt}`)
    const { oldestDueAt } = await storage.inbox.counts()
    assert.equal(oldestDueAt, dueAt)
  })

  it('R20, R21, R35: drops texts after a week, and rows with their marks after a month; what was requeued stays', async () => {
    const [recent, week, month, requeued] = newEntries(4) as [Entry, Entry, Entry, Entry]
    await putAll([recent, week, month, requeued])
    const run = (
      storage.inTransaction as (name: string, handler: () => void) => (event: { id: string }) => Promise<void>
    )('noted', () => undefined)
    for (const entry of [recent, week, month]) await run(entry)
    const consumer = await storage.inbox.consume(async () => 'handled', { concurrency: 4, retryDelaysMs: [] })
    while ((await storage.inbox.counts()).handled < 4) await sleep(20)
    await consumer.close({ timeoutMs: 1_000 })
    const day = 24 * 3_600_000
    const key = server.kind === 'mysql' ? (id: string) => `X'${id}'` : (id: string) => `'\\x${id}'::bytea`
    const age = (id: string, days: number) =>
      scene.query(
        `UPDATE wehook_entries SET settled_at = settled_at - ${days * day}, due_at = due_at - ${days * day} WHERE k = ${key(id)}`,
      )
    await age(week.id, 8)
    await age(month.id, 31)
    await age(requeued.id, 31)
    assert.equal(await storage.inbox.requeue(requeued.id), true)
    await storage.sweep()
    assert.equal((await storage.inbox.get(recent.id))?.xml, recent.xml)
    assert.equal((await storage.inbox.get(requeued.id))?.xml, requeued.xml)
    const kept = await storage.inbox.get(week.id)
    assert.deepEqual([kept?.state, kept?.xml], ['handled', undefined])
    assert.equal(await storage.inbox.put(week), 'duplicate')
    assert.equal(await storage.inbox.get(month.id), undefined)
    assert.equal((await scene.query('SELECT * FROM wehook_marks')).length, 2)
    await age(week.id, 23)
    await storage.sweep()
    assert.equal(await storage.inbox.get(week.id), undefined)
  })

  it('R22, R23: four processes take each of 2,000 entries once, while more are put', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => scene.open()))
    const entries = newEntries(2_000)
    const seen: string[] = []
    const consumers = await Promise.all(
      others.map((other) =>
        other.inbox.consume(
          async ({ id }) => {
            seen.push(id)
            return 'handled'
          },
          { concurrency: 32, retryDelaysMs: [] },
        ),
      ),
    )
    for (let n = 0; n < entries.length; n += 200) await putAll(entries.slice(n, n + 200))
    const deadline = Date.now() + 30_000
    while ((await storage.inbox.counts()).handled < entries.length && Date.now() < deadline) await sleep(50)
    await Promise.all(consumers.map((consumer) => consumer.close({ timeoutMs: 1_000 })))
    assert.equal(seen.length, entries.length)
    assert.equal(new Set(seen).size, entries.length)
    assert.equal((await storage.inbox.counts()).handled, entries.length)
  })
})
afterAll(close)

type Entry = ReturnType<typeof newEntry>
