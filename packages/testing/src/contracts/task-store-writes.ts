import assert from 'node:assert/strict'
import type { TaskStore } from '@wehook/core'
import { idsOf, insert, insertOf, rowOf, scope, storeCase, written } from './task-store-scene.js'

const versionInTheWay = (id: string) => ({ written: false, because: 'version', id })
const uniqueInTheWay = (id: string) => ({ written: false, because: 'unique', id })

async function countsOf(store: TaskStore): Promise<Readonly<Record<string, number>>> {
  const counts = await store.counts(scope)
  return Object.fromEntries(counts.map(({ kind, outcome, count }) => [`${kind} ${outcome}`, count]))
}

/** Writes: versions, unique keys, several rows at once, all or none. */
export const taskWriteCases = [
  storeCase('writes over the version that was read, and over no other', async (store) => {
    const row = rowOf(1, { keys: ['old'] })
    await insert(store, row)
    assert.deepEqual(await store.write([insertOf(row)]), versionInTheWay(row.id))
    const next = { ...row, outcome: 'failed', keys: ['new'], body: 'next', dueAt: 7 }
    assert.deepEqual(await store.write([{ row: next, expected: 1 }]), written)
    assert.deepEqual(await store.write([{ row, expected: 1 }]), versionInTheWay(row.id))
    assert.deepEqual(await store.get(scope, row.id), { ...next, version: 2 })
    assert.deepEqual(await store.find(scope, 'old'), [])
    assert.deepEqual(idsOf(await store.find(scope, 'new')), [row.id])
    const { dueAt: _, ...withoutDue } = next
    assert.deepEqual(await store.write([{ row: withoutDue, expected: 2 }]), written)
    assert.deepEqual(await store.get(scope, row.id), { ...withoutDue, version: 3 })
    assert.deepEqual(await store.claimDue(scope, 100, 200, 9), [])
    assert.deepEqual(await store.write([{ row: rowOf(2), expected: 3 }]), versionInTheWay('t000002'))
  }),
  storeCase('lets one of forty inserts have a unique key', async (store, harness) => {
    const other = await harness.open()
    const rows = Array.from({ length: 40 }, (_, n) => rowOf(n, { unique: ['open:company'] }))
    const answers = await Promise.all(rows.map((row, n) => (n % 2 ? store : other).write([insertOf(row)])))
    const winners = answers.flatMap((answer, n) => (answer.written ? [rows[n]?.id ?? ''] : []))
    assert.equal(winners.length, 1)
    const losers = answers.filter((answer) => !answer.written)
    assert.ok(losers.every((answer) => !answer.written && answer.because === 'unique' && answer.id === winners[0]))
    assert.deepEqual(idsOf(await store.find(scope, 'open:company')), winners)
    assert.deepEqual(await countsOf(store), { 'registration.beta pending': 1 })
  }),
  storeCase('lets one of forty changes of a version through', async (store, harness) => {
    const other = await harness.open()
    await insert(store, rowOf(1))
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 ? store : other).write([{ row: rowOf(1, { body: `${n}` }), expected: 1 }]),
      ),
    )
    const winner = answers.findIndex((answer) => answer.written)
    assert.equal(answers.filter((answer) => answer.written).length, 1)
    assert.deepEqual(await store.get(scope, 't000001'), { ...rowOf(1, { body: `${winner}` }), version: 2 })
  }),
  storeCase('frees a unique key with the write that gives it up', async (store) => {
    await insert(store, rowOf(1, { unique: ['a', 'b'] }))
    assert.deepEqual(await store.write([insertOf(rowOf(2, { unique: ['c', 'b'] }))]), uniqueInTheWay('t000001'))
    assert.deepEqual(await store.find(scope, 'c'), [])
    await store.write([{ row: rowOf(1, { unique: ['a'], keys: ['b'] }), expected: 1 }])
    assert.deepEqual(await store.write([insertOf(rowOf(2, { unique: ['c', 'b'] }))]), written)
    assert.deepEqual(idsOf(await store.find(scope, 'b')), ['t000002', 't000001'])
  }),
  storeCase('moves unique keys between rows in one write, in any order', async (store) => {
    await insert(store, rowOf(1, { unique: ['a'] }), rowOf(2, { unique: ['b'] }))
    const swapped = [
      { row: rowOf(2, { unique: ['a'] }), expected: 1 },
      { row: rowOf(1, { unique: ['b'] }), expected: 1 },
    ]
    assert.deepEqual(await store.write(swapped), written)
    assert.deepEqual(idsOf(await store.find(scope, 'a')), ['t000002'])
    const handed = [insertOf(rowOf(3, { unique: ['a'] })), { row: rowOf(2), expected: 2 }]
    assert.deepEqual(await store.write(handed), written)
    assert.deepEqual(idsOf(await store.find(scope, 'a')), ['t000003'])
    const twice = [insertOf(rowOf(4, { unique: ['z'] })), insertOf(rowOf(5, { unique: ['z'] }))]
    const refused = await store.write(twice)
    assert.ok(!refused.written && refused.because === 'unique')
    assert.deepEqual(await store.find(scope, 'z'), [])
  }),
  storeCase('leaves nothing half done when one row of a write is refused', async (store) => {
    await insert(store, rowOf(1, { unique: ['a'] }), rowOf(2, { unique: ['b'] }))
    const before = [await store.get(scope, 't000001'), await store.get(scope, 't000002')]
    const changed = { row: rowOf(1, { outcome: 'failed', unique: ['c'], body: 'changed' }), expected: 1 }
    const stale = { row: rowOf(2, { body: 'stale' }), expected: 9 }
    assert.deepEqual(await store.write([changed, stale]), versionInTheWay('t000002'))
    assert.deepEqual(await store.write([changed, insertOf(rowOf(3, { unique: ['b'] }))]), uniqueInTheWay('t000002'))
    const removal = { remove: { scope, id: 't000002' }, expected: 9 }
    assert.deepEqual(await store.write([changed, removal]), versionInTheWay('t000002'))
    assert.deepEqual([await store.get(scope, 't000001'), await store.get(scope, 't000002')], before)
    assert.deepEqual(await store.find(scope, 'c'), [])
    assert.equal(await store.get(scope, 't000003'), undefined)
    assert.deepEqual(await countsOf(store), { 'registration.beta pending': 2 })
  }),
  storeCase('hands a guard over against ten changes of its holder, with nothing half done', async (store, harness) => {
    const other = await harness.open()
    await insert(store, rowOf(1, { unique: ['open:company'] }))
    const change = async (n: number) => {
      for (;;) {
        const row = await other.get(scope, 't000001')
        if (!row || row.unique.length === 0) return 'handed over'
        const { version, ...rest } = row
        const answer = await other.write([{ row: { ...rest, keys: [...row.keys, `k${n}`] }, expected: version }])
        if (answer.written) return 'written'
      }
    }
    const handOver = async () => {
      for (;;) {
        const row = await store.get(scope, 't000001')
        const { version = 0, ...rest } = row ?? { ...rowOf(1), version: 0 }
        const old = { row: { ...rest, unique: [], outcome: 'undetermined' }, expected: version }
        const answer = await store.write([old, insertOf(rowOf(2, { unique: ['open:company'] }))])
        if (answer.written) return
        assert.equal(answer.because, 'version')
      }
    }
    const changes = Array.from({ length: 10 }, (_, n) => change(n))
    await handOver()
    const results = await Promise.all(changes)
    const old = await store.get(scope, 't000001')
    assert.equal(old?.keys.length, results.filter((result) => result === 'written').length)
    assert.equal(old?.version, 2 + old.keys.length)
    assert.deepEqual(idsOf(await store.find(scope, 'open:company')), ['t000002'])
    assert.deepEqual(await countsOf(store), { 'registration.beta undetermined': 1, 'registration.beta pending': 1 })
  }),
  storeCase('removes a row in the write that gives its keys to another', async (store) => {
    const adopted = rowOf(2, { unique: ['registration:1'], keys: ['k'] })
    await insert(store, rowOf(1), adopted)
    const merge = [
      { row: rowOf(1, { unique: ['registration:1'] }), expected: 1 },
      { remove: { scope, id: adopted.id }, expected: 1 },
    ]
    assert.deepEqual(await store.write(merge), written)
    assert.equal(await store.get(scope, adopted.id), undefined)
    assert.deepEqual(await store.find(scope, 'k'), [])
    assert.deepEqual(idsOf(await store.find(scope, 'registration:1')), ['t000001'])
    assert.deepEqual(await countsOf(store), { 'registration.beta pending': 1 })
  }),
  storeCase('counts by kind and outcome', async (store) => {
    assert.deepEqual(await store.counts(scope), [])
    await insert(store, rowOf(1), rowOf(2), rowOf(3, { kind: 'certification', outcome: 'returned' }))
    await store.write([{ row: rowOf(2, { outcome: 'succeeded' }), expected: 1 }])
    await store.write([{ row: rowOf(3, { kind: 'certification', outcome: 'failed' }), expected: 1 }])
    assert.deepEqual(await countsOf(store), {
      'registration.beta pending': 1,
      'registration.beta succeeded': 1,
      'certification failed': 1,
    })
  }),
  storeCase('forgets a row that has the version, and its keys', async (store) => {
    await insert(store, rowOf(1, { unique: ['a'], keys: ['k'], dueAt: 1 }))
    assert.equal(await store.forget(scope, 't000001', 2), false)
    assert.equal(await store.forget(scope, 't000009', 1), false)
    assert.equal((await store.find(scope, 'a')).length, 1)
    assert.equal(await store.forget(scope, 't000001', 1), true)
    assert.equal(await store.get(scope, 't000001'), undefined)
    assert.deepEqual(await store.find(scope, 'k'), [])
    assert.deepEqual(await store.claimDue(scope, 5, 10, 9), [])
    assert.deepEqual(await store.counts(scope), [])
    assert.equal(await store.forget(scope, 't000001', 1), false)
    await insert(store, rowOf(2, { unique: ['a'] }))
  }),
]
