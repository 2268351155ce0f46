import assert from 'node:assert/strict'
import { idsOf, insert, rowOf, scope, storeCase, written } from './task-store-scene.js'

/** Due rows: exactly one caller claims each, and a claim that is not followed by a write ends. */
export const taskClaimCases = [
  storeCase('claims what is due, the most overdue first, and moves it to the given time', async (store) => {
    const early = rowOf(3, { dueAt: 10, unique: ['a'], keys: ['k'] })
    await insert(store, rowOf(1, { dueAt: 20 }), early, rowOf(2, { dueAt: 30 }), rowOf(4))
    assert.deepEqual(await store.claimDue(scope, 9, 50, 9), [])
    const [first, ...more] = await store.claimDue(scope, 20, 50, 1)
    assert.deepEqual(first, { ...early, dueAt: 50, dueFrom: 20, version: 2 })
    assert.deepEqual(more, [])
    assert.deepEqual(await store.get(scope, early.id), first)
    assert.deepEqual(idsOf(await store.claimDue(scope, 20, 50, 9)), ['t000001'])
    assert.deepEqual(await store.claimDue(scope, 20, 50, 9), [])
    assert.deepEqual(idsOf(await store.claimDue(scope, 1_000, 2_000, 9)).length, 3)
  }),
  storeCase('gives a due row once among twelve claimers', async (store, harness) => {
    const other = await harness.open()
    await insert(store, ...Array.from({ length: 30 }, (_, n) => rowOf(n, { dueAt: n })))
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 ? store : other).claimDue(scope, 100, 200, 5)),
    )
    const ids = claims.flatMap(idsOf)
    assert.equal(ids.length, 30)
    assert.equal(new Set(ids).size, 30)
    assert.ok(claims.every((claim) => claim.length <= 5))
  }),
  storeCase('refuses a write that was read before a claim', async (store, harness) => {
    const other = await harness.open()
    await insert(store, rowOf(1, { dueAt: 10 }))
    const [claimed] = await other.claimDue(scope, 10, 50, 9)
    assert.deepEqual(await store.write([{ row: rowOf(1, { body: 'stalled' }), expected: 1 }]), {
      written: false,
      because: 'version',
      id: 't000001',
    })
    assert.equal(claimed?.version, 2)
    assert.deepEqual(await other.write([{ row: rowOf(1, { body: 'holder' }), expected: 2 }]), written)
    assert.deepEqual(await store.get(scope, 't000001'), { ...rowOf(1, { body: 'holder' }), version: 3 })
  }),
  storeCase(
    'gives a row again when the claim has lapsed, and refuses the first claimer from then on',
    async (store) => {
      await insert(store, rowOf(1, { dueAt: 10 }))
      const [first] = await store.claimDue(scope, 10, 50, 9)
      assert.deepEqual(await store.claimDue(scope, 49, 90, 9), [])
      const [second] = await store.claimDue(scope, 50, 90, 9)
      assert.deepEqual([first?.version, second?.version, second?.dueAt], [2, 3, 90])
      const late = await store.write([{ row: rowOf(1), expected: first?.version ?? 0 }])
      assert.deepEqual(late, { written: false, because: 'version', id: 't000001' })
      assert.deepEqual(await store.write([{ row: rowOf(1), expected: 3 }]), written)
    },
  ),
  storeCase('tells when the next row is due, claimed ones included', async (store) => {
    assert.equal(await store.nextDueAt(scope), undefined)
    await insert(store, rowOf(1, { dueAt: 20 }), rowOf(2, { dueAt: 10 }), rowOf(3))
    assert.equal(await store.nextDueAt(scope), 10)
    assert.equal(await store.nextDueAt('another'), undefined)
    await store.claimDue(scope, 10, 50, 9)
    assert.equal(await store.nextDueAt(scope), 20)
    await store.forget(scope, 't000001', 1)
    assert.equal(await store.nextDueAt(scope), 50)
  }),
  storeCase('claims what was written while the clock ran more than a minute ahead, once', async (store) => {
    const [now, hours] = [1_000_000, 8 * 3_600_000]
    const ahead = rowOf(1, { dueAt: now + hours + 5_000, dueFrom: now + hours })
    const late = rowOf(2, { dueAt: now - 1, dueFrom: now - 2 })
    const early = rowOf(3, { dueAt: now + hours, dueFrom: now })
    const otherMachine = rowOf(4, { dueAt: now + hours, dueFrom: now + 60_000 })
    await insert(store, ahead, late, early, otherMachine, rowOf(5))
    assert.deepEqual(idsOf(await store.claimDue(scope, now, now + 100, 1)), [late.id])
    assert.deepEqual(await store.claimDue(scope, now, now + 100, 9), [
      { ...ahead, dueAt: now + 100, dueFrom: now, version: 2 },
    ])
    assert.deepEqual(await store.claimDue(scope, now, now + 100, 9), [])
    assert.deepEqual(idsOf(await store.claimDue(scope, now + 100, now + 200, 9)).toSorted(), [ahead.id, late.id])
    assert.deepEqual(await store.get(scope, early.id), { ...early, version: 1 })
    assert.deepEqual(await store.write([{ row: rowOf(1), expected: 3 }]), written)
    assert.deepEqual(await store.get(scope, ahead.id), { ...rowOf(1), version: 4 })
  }),
  storeCase('claims a row again at the time that a write gives it', async (store) => {
    await insert(store, rowOf(1, { dueAt: 10 }))
    await store.claimDue(scope, 10, 50, 9)
    await store.write([{ row: rowOf(1, { dueAt: 20 }), expected: 2 }])
    assert.deepEqual(idsOf(await store.claimDue(scope, 20, 60, 9)), ['t000001'])
  }),
]
