import assert from 'node:assert/strict'
import type { Inbox } from '@wehook/core'
import { eventually, sleep } from './contract.js'
import { createGate, inboxCase, type NewEntry, newEntry, stateOf, totals } from './inbox-scene.js'

const failAlways = async (): Promise<never> => {
  throw new Error('always')
}

async function putDead(inbox: Inbox, count: number, fields: Partial<NewEntry> = {}): Promise<readonly NewEntry[]> {
  const entries = Array.from({ length: count }, () => newEntry(fields))
  for (const entry of entries) await inbox.put(entry)
  const before = (await inbox.counts()).dead
  const consumer = await inbox.consume(failAlways, { concurrency: 4, retryDelaysMs: [] })
  await eventually(async () => assert.equal((await inbox.counts()).dead, before + count))
  await consumer.close({ timeoutMs: 1_000 })
  return entries
}

/** Actions of an operator; what is recorded of attempts; what an error can ask for. */
export const inboxOperateCases = [
  inboxCase('keeps the failed attempts with time and error, the last 20', async ({ inbox, consume }) => {
    const entry = newEntry()
    const before = Date.now()
    await inbox.put(entry)
    await consume(
      async (_, attempt) => {
        throw new Error(`failure ${attempt}`)
      },
      { retryDelaysMs: Array.from({ length: 22 }, () => 1) },
    )
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'dead'), 30_000)
    const { failures = [] } = (await inbox.get(entry.id)) ?? {}
    assert.deepEqual(
      failures.map(({ attempt, error }) => [attempt, error]),
      Array.from({ length: 20 }, (_, n) => [n + 4, `failure ${n + 4}`]),
    )
    const times = failures.map(({ at }) => at)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
    assert.ok(times.every((at) => at >= before - 1_000 && at <= Date.now() + 1_000))
    const [listed] = (await inbox.list({ state: 'dead' })).entries
    assert.equal(listed?.failures, undefined)
  }),
  inboxCase('keeps the failures of before a requeue', async ({ inbox, consume }) => {
    const [entry] = await putDead(inbox, 1)
    assert.ok(entry)
    assert.equal(await inbox.requeue(entry.id), true)
    assert.equal((await inbox.get(entry.id))?.lastError, undefined)
    await consume(
      async () => {
        throw new Error('again')
      },
      { retryDelaysMs: [] },
    )
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'dead'))
    assert.deepEqual(
      (await inbox.get(entry.id))?.failures?.map(({ attempt, error }) => [attempt, error]),
      [
        [1, 'always'],
        [1, 'again'],
      ],
    )
  }),
  inboxCase('waits as long as the error asks for', async ({ inbox, consume }) => {
    const entry = newEntry()
    await inbox.put(entry)
    const times: number[] = []
    await consume(
      async () => {
        times.push(Date.now())
        if (times.length < 2) throw Object.assign(new Error('later'), { retryAfterMs: 300 })
        return 'handled'
      },
      { retryDelaysMs: [3_600_000] },
    )
    await eventually(() => assert.equal(times.length, 2))
    const [first = 0, second = 0] = times
    assert.ok(second - first >= 298, `waited ${second - first} ms instead of 300`)
    await eventually(async () => assert.equal((await inbox.get(entry.id))?.attempts, 2))
  }),
  inboxCase('is dead at once when the error is final', async ({ inbox, consume }) => {
    const entry = newEntry()
    await inbox.put(entry)
    const deaths: unknown[] = []
    await consume(
      async () => {
        throw Object.assign(new Error('never'), { isFinal: true })
      },
      { onDead: ({ id }, attempts, lastError) => deaths.push([id, attempts, lastError]) },
    )
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'dead'))
    await eventually(() => assert.deepEqual(deaths, [[entry.id, 1, 'never']]))
  }),
  inboxCase('says how many entries are being delivered, and until when they are held', async ({ inbox, consume }) => {
    const gate = createGate<'handled'>()
    const entries = [newEntry(), newEntry(), newEntry()]
    for (const entry of entries) await inbox.put(entry)
    let running = 0
    await consume(
      () => {
        running += 1
        return gate.opened
      },
      { concurrency: 2 },
    )
    await eventually(() => assert.equal(running, 2))
    const { pending, held, heldUntil } = await inbox.counts()
    assert.deepEqual([pending, held], [3, 2])
    // The memory inbox ends with its process, so nothing stays held there.
    if (inbox.durable) assert.ok(heldUntil !== undefined && heldUntil > Date.now())
    gate.open('handled')
    await eventually(async () => assert.equal((await inbox.counts()).handled, 3))
    assert.deepEqual(await inbox.counts(), { ...(await totals(inbox)), held: 0, passed: 0 })
  }),
  inboxCase('discards a dead entry: its text is gone, its id stays known', async ({ inbox }) => {
    const [entry] = await putDead(inbox, 1)
    assert.ok(entry)
    assert.equal(await inbox.discard(entry.id), true)
    const stored = await inbox.get(entry.id)
    assert.equal(stored?.state, 'discarded')
    assert.deepEqual([stored?.xml, stored?.failures], [undefined, undefined])
    assert.equal(typeof stored?.settledAt, 'number')
    assert.equal(await inbox.put(entry), 'duplicate')
    assert.equal(await inbox.requeue(entry.id), false)
    assert.equal(await inbox.discard(entry.id), false)
    assert.deepEqual(await totals(inbox), { pending: 0, unhandled: 0, dead: 0, handled: 0, discarded: 1 })
    assert.deepEqual(
      (await inbox.list({ state: 'discarded' })).entries.map(({ id }) => id),
      [entry.id],
    )
  }),
  inboxCase(
    'discards a pending entry that nobody runs, and nothing that runs or is handled',
    async ({ inbox, consume }) => {
      const [waiting, running, handled] = [newEntry(), newEntry(), newEntry()]
      const gate = createGate<'handled'>()
      const started = createGate<void>()
      for (const entry of [handled, running]) await inbox.put(entry)
      await consume(
        ({ id }) => {
          if (id !== running.id) return Promise.resolve('handled')
          started.open()
          return gate.opened
        },
        { concurrency: 1 },
      )
      await started.opened
      await inbox.put(waiting)
      assert.equal(await inbox.discard(waiting.id), true)
      assert.equal(await inbox.discard(running.id), false)
      await eventually(async () => assert.equal(await stateOf(inbox, handled), 'handled'))
      assert.equal(await inbox.discard(handled.id), false)
      gate.open('handled')
      await eventually(async () => assert.equal(await stateOf(inbox, running), 'handled'))
      await sleep(100)
      assert.equal(await stateOf(inbox, waiting), 'discarded')
      assert.equal(await inbox.discard('f'.repeat(64)), false)
    },
  ),
  inboxCase('discards an entry that waits for its next attempt', async ({ inbox, consume }) => {
    const entry = newEntry()
    await inbox.put(entry)
    await consume(failAlways, { retryDelaysMs: [3_600_000] })
    await eventually(async () => assert.equal((await inbox.get(entry.id))?.lastError, 'always'))
    await eventually(async () => assert.equal(await inbox.discard(entry.id), true))
    assert.equal(await stateOf(inbox, entry), 'discarded')
  }),
  inboxCase('requeues what matches, oldest first, up to a limit', async ({ inbox, consume }) => {
    const shop = await putDead(inbox, 5, { infoType: 'authorized', appid: 'wx00000000000000aa' })
    const other = await putDead(inbox, 2, { infoType: 'unauthorized' })
    assert.equal(await inbox.requeueAll({ state: 'pending' }), 0)
    assert.equal(await inbox.requeueAll({ appid: 'wx00000000000000aa' }, 2), 2)
    for (const [n, entry] of shop.entries()) assert.equal(await stateOf(inbox, entry), n < 2 ? 'pending' : 'dead')
    assert.equal(await inbox.requeueAll({ state: 'dead', infoType: 'unauthorized' }), 2)
    for (const entry of other) assert.equal(await stateOf(inbox, entry), 'pending')
    const attempts: number[] = []
    await consume(async (_, attempt) => {
      attempts.push(attempt)
      return 'handled'
    })
    await eventually(async () => assert.equal((await inbox.counts()).handled, 4))
    assert.deepEqual(attempts, [1, 1, 1, 1])
    assert.equal(await inbox.requeueAll({}), 7)
    await eventually(async () => assert.equal((await inbox.counts()).handled, 7))
  }),
  inboxCase(
    'refuses a filter with a name or a state that does not exist, which would match everything',
    async ({ inbox }) => {
      await inbox.put(newEntry())
      const typos = [{ infotype: 'authorized' }, { state: 'deads' }] as readonly object[]
      for (const typo of typos) {
        for (const use of [inbox.list, inbox.count, inbox.requeueAll, inbox.discardAll])
          await assert.rejects(async () => use(typo), { code: 'ERR_OPTIONS_INVALID' })
      }
      await assert.rejects(async () => inbox.discardAll({ limit: 1 } as object), { code: 'ERR_OPTIONS_INVALID' })
      assert.equal((await inbox.counts()).pending, 1)
    },
  ),
  inboxCase('discards what matches, oldest first, up to a limit', async ({ inbox }) => {
    const dead = await putDead(inbox, 3)
    const waiting = [newEntry(), newEntry()]
    for (const entry of waiting) await inbox.put(entry)
    assert.equal(await inbox.discardAll({ state: 'dead' }, 2), 2)
    for (const [n, entry] of dead.entries()) assert.equal(await stateOf(inbox, entry), n < 2 ? 'discarded' : 'dead')
    assert.equal(await inbox.discardAll({ state: 'discarded' }), 0)
    assert.equal(await inbox.discardAll({}), 3)
    assert.deepEqual(await totals(inbox), { pending: 0, unhandled: 0, dead: 0, handled: 0, discarded: 5 })
  }),
] as const
