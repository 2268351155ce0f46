import assert from 'node:assert/strict'
import type { Inbox } from '@wehook/core'
import type { EntryFilter, ListOptions } from '@wehook/core/storage'
import { eventually } from './contract.js'
import { inboxCase, type NewEntry, newEntry } from './inbox-scene.js'

const [shopA, shopB] = ['wx00000000000000aa', 'wx00000000000000bb']

/** Twelve pushes a second apart, of three InfoTypes and two accounts; some are handled, some are dead. */
function createPushes(): readonly (NewEntry & { readonly fate: 'pending' | 'dead' | 'handled' })[] {
  return Array.from({ length: 12 }, (_, n) => ({
    ...newEntry({
      infoType: ['authorized', 'unauthorized', 'component_verify_ticket'][n % 3] ?? '',
      receivedAt: 1_795_000_000_000 + n * 1_000,
      ...(n % 3 !== 2 && { appid: n % 2 ? shopA : shopB }),
    }),
    fate: (['handled', 'dead', 'handled'] as const)[n % 3] ?? 'pending',
  }))
}

async function walk(inbox: Inbox, options: ListOptions): Promise<readonly string[]> {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = await inbox.list({ ...options, ...(after !== undefined && { after }) })
    ids.push(...page.entries.map(({ id }) => id))
    after = page.next
  } while (after !== undefined)
  return ids
}

/** Finding entries. */
export const inboxListCases = [
  inboxCase('lists and counts by state, InfoType, account and time', async ({ inbox, consume }) => {
    const pushes = createPushes()
    const fates = new Map(pushes.map(({ id, fate }) => [id, fate]))
    for (const { fate: _, ...entry } of pushes) await inbox.put(entry)
    await consume(
      async ({ id }) => {
        if (fates.get(id) === 'dead') throw new Error('always')
        return 'handled'
      },
      { retryDelaysMs: [] },
    )
    await eventually(async () => assert.equal((await inbox.counts()).pending, 0))
    const time = 1_795_000_000_000
    const filters: readonly EntryFilter[] = [
      {},
      { state: 'dead' },
      { state: 'unhandled' },
      { infoType: 'authorized' },
      { infoType: 'authoriz' },
      { appid: shopA },
      { state: 'handled', appid: shopB },
      { state: 'dead', infoType: 'unauthorized', appid: shopA },
      { receivedFrom: time + 3_000, receivedBefore: time + 9_000 },
      { state: 'handled', infoType: 'component_verify_ticket', receivedFrom: time + 5_000 },
      { appid: shopA, receivedBefore: time + 7_000 },
    ]
    for (const filter of filters) {
      const expected = pushes
        .filter(
          ({ fate, infoType, appid, receivedAt }) =>
            fate === (filter.state ?? fate) &&
            infoType === (filter.infoType ?? infoType) &&
            appid === (filter.appid ?? appid) &&
            receivedAt >= (filter.receivedFrom ?? 0) &&
            receivedAt < (filter.receivedBefore ?? Number.MAX_SAFE_INTEGER),
        )
        .map(({ id }) => id)
      const what = JSON.stringify(filter)
      assert.deepEqual(await walk(inbox, filter), expected, what)
      assert.deepEqual(await walk(inbox, { ...filter, order: 'newest', limit: 2 }), expected.toReversed(), what)
      assert.equal(await inbox.count(filter), expected.length, what)
      assert.equal(await inbox.count(filter, 2), Math.min(expected.length, 2), what)
    }
  }),
  inboxCase('lists everything when asked for nothing in particular', async ({ inbox }) => {
    const entries = [newEntry(), newEntry()]
    for (const entry of entries) await inbox.put(entry)
    assert.deepEqual(
      (await inbox.list()).entries.map(({ id }) => id),
      entries.map(({ id }) => id),
    )
  }),
  inboxCase('pages through entries of the same ms, in both orders', async ({ inbox }) => {
    const entries = Array.from({ length: 7 }, () => newEntry({ receivedAt: 1_795_000_000_000 }))
    for (const entry of entries) await inbox.put(entry)
    const oldest = await walk(inbox, { limit: 2 })
    assert.deepEqual(oldest.toSorted(), entries.map(({ id }) => id).toSorted())
    assert.deepEqual(await walk(inbox, { limit: 3, order: 'newest' }), oldest.toReversed())
  }),
  inboxCase('goes on behind a page although its last entry has gone', async ({ inbox }) => {
    const entries = Array.from({ length: 5 }, () => newEntry())
    for (const entry of entries) await inbox.put(entry)
    const { next } = await inbox.list({ state: 'pending', limit: 2 })
    assert.ok(next)
    assert.equal(await inbox.discard(entries[1]?.id ?? ''), true)
    assert.deepEqual(
      (await inbox.list({ state: 'pending', after: next })).entries.map(({ id }) => id),
      entries.slice(2).map(({ id }) => id),
    )
  }),
] as const
