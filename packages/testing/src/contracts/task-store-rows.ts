import assert from 'node:assert/strict'
import type { TaskPageOptions } from '@wehook/core/storage'
import { idsOf, insert, otherScope, rowOf, scope, storeCase } from './task-store-scene.js'

const keyA = 'a5'.repeat(32)
const keyB = 'b6'.repeat(32)

/** The content of a row, how it is found, and which parts are readable at rest. */
export const taskRowCases = [
  storeCase('gives a row back as it was written', async (store, harness) => {
    const other = await harness.open()
    const full = rowOf(1, {
      dueAt: 1_795_000_000_001,
      unique: ['registration:0123 键 *?[a]', 'open:\'quote"\\'],
      keys: ['reference:商户-42', ''],
      body: `{"text":"${'漢𠮷😀\\n'.repeat(5_000)}"}`,
    })
    const bare = rowOf(2, { body: '' })
    await insert(store, full, bare)
    assert.deepEqual(await other.get(scope, full.id), { ...full, version: 1 })
    assert.deepEqual(await other.get(scope, bare.id), { ...bare, version: 1 })
    assert.equal(await other.get(scope, 't999999'), undefined)
  }),
  storeCase('finds the rows that hold a key, unique or not, newest first', async (store, harness) => {
    const other = await harness.open()
    await insert(
      store,
      rowOf(2, { keys: ['reference:a', 'appid:x'] }),
      rowOf(1, { unique: ['appid:x'] }),
      rowOf(3, { keys: ['reference:a'] }),
      rowOf(4, { keys: ['reference:A', 'reference:a '] }),
    )
    assert.deepEqual(idsOf(await other.find(scope, 'reference:a')), ['t000003', 't000002'])
    assert.deepEqual(idsOf(await other.find(scope, 'reference:a', 1)), ['t000003'])
    assert.deepEqual(idsOf(await other.find(scope, 'appid:x')), ['t000002', 't000001'])
    assert.deepEqual(await other.find(scope, 'reference:none'), [])
  }),
  storeCase('finds at most 100 rows', async (store) => {
    await insert(store, ...Array.from({ length: 103 }, (_, n) => rowOf(n, { keys: ['k'] })))
    for (const limit of [undefined, 1_000]) {
      const rows = await store.find(scope, 'k', limit)
      assert.deepEqual([rows.length, rows[0]?.id], [100, 't000102'])
    }
  }),
  storeCase('keeps scopes apart', async (store) => {
    const mine = rowOf(1, { unique: ['open:a'], keys: ['k'], dueAt: 1 })
    const theirs = { ...mine, scope: otherScope, body: 'theirs' }
    await insert(store, mine, theirs)
    assert.equal((await store.get(scope, mine.id))?.body, mine.body)
    assert.deepEqual(
      (await store.find(otherScope, 'k')).map((row) => row.body),
      ['theirs'],
    )
    assert.deepEqual(
      (await store.claimDue(scope, 5, 10, 9)).map((row) => row.body),
      [mine.body],
    )
    assert.equal((await store.list(otherScope, {})).rows.length, 1)
    assert.equal(await store.forget(otherScope, mine.id, 1), true)
    assert.equal((await store.get(scope, mine.id))?.version, 2)
    assert.deepEqual(await store.counts(otherScope), [])
  }),
  storeCase('lists newest first, page by page, by kind and outcome', async (store) => {
    const rows = Array.from({ length: 9 }, (_, n) =>
      rowOf(n, { kind: n % 3 === 0 ? 'certification' : 'beta.conversion', outcome: n % 2 ? 'failed' : 'pending' }),
    )
    await insert(store, ...rows)
    const pages = async (options: TaskPageOptions) => {
      const ids: string[][] = []
      let after: string | undefined
      do {
        const page = await store.list(scope, { ...options, ...(after !== undefined && { after }) })
        ids.push(page.rows.map((row) => row.id.slice(-1)))
        after = page.next
      } while (after !== undefined && ids.length < 20)
      return ids
    }
    assert.deepEqual(await pages({ limit: 4 }), [['8', '7', '6', '5'], ['4', '3', '2', '1'], ['0']])
    assert.deepEqual(await pages({ limit: 3 }), [
      ['8', '7', '6'],
      ['5', '4', '3'],
      ['2', '1', '0'],
    ])
    assert.deepEqual(await pages({ kind: 'certification', limit: 2 }), [['6', '3'], ['0']])
    assert.deepEqual(await pages({ outcome: 'failed' }), [['7', '5', '3', '1']])
    assert.deepEqual(await pages({ kind: 'beta.conversion', outcome: 'failed' }), [['7', '5', '1']])
    assert.deepEqual(await pages({ kind: 'none' }), [[]])
  }),
  storeCase(
    'digests a value by its seal keys, the current one first',
    async (store, harness) => {
      const sealed = await harness.open({ sealKey: [keyB, keyA] })
      const [current, earlier, ...more] = sealed.digest('wxid_person')
      assert.deepEqual(store.digest('wxid_person'), [earlier])
      assert.notEqual(current, earlier)
      assert.deepEqual(more, [])
      assert.notDeepEqual(store.digest('wxid_person2'), [earlier])
    },
    { needs: 'raw', sealKey: keyA },
  ),
  storeCase(
    'seals the body at rest, and no value of a digested key is there',
    async (store, harness) => {
      const [digest = ''] = store.digest('wxid_person')
      const row = rowOf(1, {
        unique: [`open:${digest}`],
        keys: ['reference:m-42', `wxuser:${digest}`],
        body: '{"secret":1}',
      })
      await insert(store, row)
      await store.write([{ row: { ...row, body: '{"secret":2}' }, expected: 1 }])
      await store.claimDue(scope, 2_000_000_000_000, 1, 9)
      const raw = (await harness.raw?.()) ?? ''
      assert.ok(raw.includes('reference:m-42'), 'the storage was looked at')
      assert.ok(!raw.includes('secret') && !raw.includes('wxid_person'))
      assert.equal((await store.get(scope, row.id))?.body, '{"secret":2}')
      assert.deepEqual((await store.find(scope, `wxuser:${digest}`))[0]?.unique, row.unique)
    },
    { needs: 'raw', sealKey: keyA },
  ),
]
