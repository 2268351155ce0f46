import assert from 'node:assert/strict'
import type { InboxEntry } from '@wehook/core/storage'
import { eventually } from './contract.js'
import { type InboxScene, inboxCase, newEntry, stateOf, totals, withoutInfoType } from './inbox-scene.js'

const sealKey = '5a'.repeat(32)

/** Storing, reading stored entries, de-duplication. */
export const inboxStoreCases = [
  inboxCase('stores an entry and gives every field back', async ({ inbox }) => {
    const entry = newEntry()
    assert.equal(await inbox.put(entry), 'stored')
    const stored = await inbox.get(entry.id)
    assert.ok(stored)
    const { dueAt, ...rest } = stored
    assert.deepEqual(rest, { ...entry, state: 'pending', attempts: 0 })
    assert.equal(typeof dueAt, 'number')
  }),
  inboxCase('knows nothing of an id that was never put', async ({ inbox }) => {
    assert.equal(await inbox.get('f'.repeat(64)), undefined)
    assert.equal(await inbox.requeue('f'.repeat(64)), false)
  }),
  inboxCase('answers `duplicate` to the same id and keeps the first entry', async ({ inbox }) => {
    const entry = newEntry()
    assert.equal(await inbox.put(entry), 'stored')
    assert.equal(await inbox.put({ ...entry, xml: '<other/>' }), 'duplicate')
    assert.equal((await inbox.get(entry.id))?.xml, entry.xml)
    assert.equal((await inbox.counts()).pending, 1)
  }),
  inboxCase('stores one of many puts of the same id at once', async ({ inbox, harness }) => {
    const other = await harness.open()
    const entry = newEntry()
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? inbox : other).put(entry)))
    assert.equal(answers.filter((answer) => answer === 'stored').length, 1)
    assert.equal((await inbox.counts()).pending, 1)
  }),
  inboxCase('answers `duplicate` after the entry was handled, left unhandled or died', async ({ inbox, consume }) => {
    const [handled, unhandled, dead] = [newEntry(), newEntry(), newEntry()]
    await Promise.all([handled, unhandled, dead].map((entry) => inbox.put(entry)))
    await consume(
      async (entry) => {
        if (entry.id === dead.id) throw new Error('always')
        return entry.id === handled.id ? 'handled' : 'unhandled'
      },
      { retryDelaysMs: [], unhandledAfterMs: 0 },
    )
    await eventually(async () => {
      assert.equal(await stateOf(inbox, handled), 'handled')
      assert.equal(await stateOf(inbox, unhandled), 'unhandled')
      assert.equal(await stateOf(inbox, dead), 'dead')
    })
    for (const entry of [handled, unhandled, dead]) assert.equal(await inbox.put(entry), 'duplicate')
    assert.equal((await inbox.counts()).pending, 0)
  }),
  inboxCase('keeps text to the letter: astral characters, line ends, 256 KiB', async ({ inbox, consume }) => {
    const texts = [
      '<xml><name><![CDATA[𠮷野家 😀 e\u0301 \u2028 \ufeff]]></name></xml>',
      '<xml>\r\n\t<a>1</a>\n\r</xml> ',
      `<xml>${'漢字😀a'.repeat(26_214)}</xml>`,
    ]
    const entries = texts.map((xml) => newEntry({ xml }))
    await Promise.all(entries.map((entry) => inbox.put(entry)))
    for (const entry of entries) assert.equal((await inbox.get(entry.id))?.xml, entry.xml)
    const seen = new Map<string, unknown>()
    await consume(async (entry) => {
      seen.set(entry.id, entry)
      return 'handled'
    })
    await eventually(() => assert.equal(seen.size, entries.length))
    for (const entry of entries) assert.deepEqual(seen.get(entry.id), withoutInfoType(entry))
  }),
  inboxCase('takes 1,000 puts at once and delivers each of them once', async ({ inbox, consume }) => {
    const entries = Array.from({ length: 1_000 }, () => newEntry())
    const answers = await Promise.all(entries.map((entry) => inbox.put(entry)))
    assert.ok(answers.every((answer) => answer === 'stored'))
    const seen: string[] = []
    await consume(
      async (entry) => {
        seen.push(entry.id)
        return 'handled'
      },
      { concurrency: 16 },
    )
    await eventually(async () => assert.equal((await inbox.counts()).handled, 1_000), 30_000)
    assert.deepEqual(seen.toSorted(), entries.map(({ id }) => id).toSorted())
  }),
  inboxCase('lists a state oldest first, page by page', async ({ inbox }) => {
    const entries = Array.from({ length: 25 }, () => newEntry())
    for (const entry of entries) await inbox.put(entry)
    const listed: string[] = []
    const sizes: number[] = []
    let after: string | undefined
    do {
      const page = await inbox.list({ state: 'pending', limit: 10, ...(after !== undefined && { after }) })
      listed.push(...page.entries.map(({ id }) => id))
      sizes.push(page.entries.length)
      after = page.next
    } while (after !== undefined)
    assert.deepEqual(sizes, [10, 10, 5])
    assert.deepEqual(
      listed,
      entries.map(({ id }) => id),
    )
    assert.deepEqual(await inbox.list({ state: 'dead' }), { entries: [] })
    assert.equal((await inbox.list({ state: 'pending', limit: 100_000 })).entries.length, 25)
  }),
  inboxCase('lists what `get` gives', async ({ inbox }) => {
    const entry = newEntry({ infoType: 'notify_third_fasteregister' })
    await inbox.put(entry)
    const page = await inbox.list({ state: 'pending' })
    assert.deepEqual(page, { entries: [await inbox.get(entry.id)] })
  }),
  inboxCase('counts what waits, and since when', async ({ inbox, consume }) => {
    assert.deepEqual(await totals(inbox), { pending: 0, unhandled: 0, dead: 0, handled: 0, discarded: 0 })
    const before = Date.now()
    const entries = Array.from({ length: 6 }, () => newEntry())
    for (const entry of entries) await inbox.put(entry)
    const { oldestDueAt } = await inbox.counts()
    assert.deepEqual(await totals(inbox), { pending: 6, unhandled: 0, dead: 0, handled: 0, discarded: 0 })
    assert.ok(oldestDueAt !== undefined && oldestDueAt >= before && oldestDueAt <= Date.now())
    const turn = new Map(entries.map(({ id }, position) => [id, position]))
    await consume(
      async ({ id }) => {
        const position = turn.get(id) ?? 0
        if (position === 0) throw new Error('always')
        return position < 3 ? 'unhandled' : 'handled'
      },
      { retryDelaysMs: [], unhandledAfterMs: 0 },
    )
    await eventually(async () =>
      assert.deepEqual(await totals(inbox), { pending: 0, unhandled: 2, dead: 1, handled: 3, discarded: 0 }),
    )
  }),
  inboxCase('is not overdue while an entry waits for its next attempt', async ({ inbox, consume }) => {
    const entry = newEntry()
    await inbox.put(entry)
    await consume(() => Promise.reject(new Error('later')), { retryDelaysMs: [3_600_000] })
    await eventually(async () => assert.equal((await inbox.get(entry.id))?.lastError, 'later'))
    const stored = await inbox.get(entry.id)
    assert.ok(stored?.dueAt !== undefined)
    const wait = stored.dueAt - Date.now()
    assert.ok(wait > 3_600_000 * 0.89 && wait <= 3_600_000 * 1.1, `the next attempt is due in ${wait} ms`)
    assert.equal((await inbox.counts()).oldestDueAt, undefined)
    assert.deepEqual(await totals(inbox), { pending: 1, unhandled: 0, dead: 0, handled: 0, discarded: 0 })
  }),
  inboxCase(
    'seals text at rest when given a key',
    async ({ inbox, harness, consume }) => {
      const entry = newEntry({ xml: '<xml><legal_persona_name>张三丰</legal_persona_name></xml>' })
      await inbox.put(entry)
      assert.equal((await inbox.get(entry.id))?.xml, entry.xml)
      const raw = (await harness.raw?.()) ?? ''
      assert.ok(raw.includes(entry.id), 'the storage was looked at')
      assert.ok(!raw.includes('张三丰') && !raw.includes('legal_persona_name'))
      await seesDelivered(consume, entry)
    },
    { needs: 'raw', sealKey },
  ),
  inboxCase(
    'seals the errors of failed attempts when given a key',
    async ({ inbox, harness, consume }) => {
      const entry = newEntry()
      await inbox.put(entry)
      const told: unknown[] = []
      await consume(() => Promise.reject(new Error('no account of 张三丰')), {
        retryDelaysMs: [5],
        onDead: (_entry, _attempts, lastError) => told.push(lastError),
      })
      await eventually(() => assert.deepEqual(told, ['no account of 张三丰']))
      const stored = await inbox.get(entry.id)
      assert.equal(stored?.lastError, 'no account of 张三丰')
      assert.deepEqual(
        stored.failures?.map(({ error }) => error),
        ['no account of 张三丰', 'no account of 张三丰'],
      )
      assert.equal((await inbox.list()).entries[0]?.lastError, 'no account of 张三丰')
      const raw = (await harness.raw?.()) ?? ''
      assert.ok(raw.includes(entry.id), 'the storage was looked at')
      assert.ok(!raw.includes('张三丰') && !raw.includes('no account'))
      const stranger = await harness.open({ sealKey: 'a5'.repeat(32) })
      assert.equal((await stranger.get(entry.id))?.lastError, 'sealed with a key that was not given')
    },
    { needs: 'raw', sealKey },
  ),
  inboxCase(
    'says at once that no seal key opens a text, keeps and shows the entry, and delivers it when the key is back',
    async ({ inbox, harness, consume }) => {
      const entry = newEntry()
      await inbox.put(entry)
      const stranger = await harness.open({ sealKey: 'a5'.repeat(32) })
      const errors: unknown[] = []
      const deaths: unknown[] = []
      let delivered = 0
      const consumer = await consume(
        async () => {
          delivered += 1
          return 'handled'
        },
        { retryDelaysMs: [5], onError: (error) => errors.push(error), onDead: (...death) => deaths.push(death) },
        stranger,
      )
      await eventually(() => assert.equal(deaths.length, 1))
      await consumer.close({ timeoutMs: 1_000 })
      assert.equal(delivered, 0)
      assert.ok(errors.some((error) => /seal key/.test(String(error))))
      const [listed] = (await stranger.list({ state: 'dead' })).entries
      assert.ok(listed)
      assert.ok(listed.lastError?.includes('seal key'))
      assert.deepEqual(deaths, [[{ ...withoutInfoType(entry), xml: '' }, 2, listed.lastError]])
      assert.deepEqual([listed.id, listed.xml], [entry.id, undefined])
      assert.equal((await stranger.get(entry.id))?.xml, undefined)
      assert.equal(await stranger.requeue(entry.id), true)
      await seesDelivered(consume, entry)
    },
    { needs: 'raw', sealKey },
  ),
] as const

async function seesDelivered(consume: InboxScene['consume'], entry: InboxEntry): Promise<void> {
  let seen: string | undefined
  await consume(async ({ xml }) => {
    seen = xml
    return 'handled'
  })
  await eventually(() => assert.equal(seen, entry.xml))
}
