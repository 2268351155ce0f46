import assert from 'node:assert/strict'
import { eventually, sleep } from './contract.js'
import { createGate, inboxCase, type NewEntry, newEntry, stateOf, totals } from './inbox-scene.js'

const authorized = (fields: Partial<NewEntry> = {}) => newEntry({ infoType: 'authorized', ...fields })
const no = () => false
const unexpected = async (): Promise<never> => {
  throw new Error('this process has no handler and should not be asked')
}

/** Processes with different handlers on one inbox; events without a handler; channels. */
export const inboxPassingCases = [
  inboxCase('passes an entry on to a process that has a handler', async ({ inbox, harness, consume }) => {
    const other = await harness.open()
    const entries = Array.from({ length: 10 }, () => authorized())
    await consume(unexpected, { handles: no })
    for (const entry of entries) await inbox.put(entry)
    await eventually(async () => assert.ok((await inbox.counts()).passed > 0))
    const seen: unknown[] = []
    await consume(
      async ({ id }, attempt) => {
        seen.push([id, attempt])
        return 'handled'
      },
      { handles: (infoType) => infoType === 'authorized' },
      other,
    )
    await eventually(async () => assert.equal((await inbox.counts()).handled, 10), 20_000)
    assert.deepEqual(
      seen.toSorted(),
      entries.map(({ id }) => [id, 1]),
    )
    assert.deepEqual(await inbox.counts(), { ...(await totals(inbox)), held: 0, passed: 0 })
  }),
  inboxCase('passes on what `deliver` has no handler for, too', async ({ inbox, harness, consume }) => {
    const entry = authorized()
    await inbox.put(entry)
    let asked = 0
    const first = await consume(async () => {
      asked += 1
      return 'unhandled'
    })
    await eventually(async () => assert.equal((await inbox.counts()).passed, 1))
    assert.equal(asked, 1)
    assert.deepEqual([await stateOf(inbox, entry), (await inbox.get(entry.id))?.attempts], ['pending', 0])
    await first.close({ timeoutMs: 1_000 })
    const attempts: number[] = []
    await consume(
      async (_, attempt) => {
        attempts.push(attempt)
        return 'handled'
      },
      {},
      await harness.open(),
    )
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
    assert.deepEqual(attempts, [1])
  }),
  inboxCase('gives a passed entry to the handler that the process gets later', async ({ inbox, consume }) => {
    const entry = authorized()
    let hasHandler = false
    await consume(async () => 'handled', { handles: () => hasHandler })
    await inbox.put(entry)
    await eventually(async () => assert.equal((await inbox.counts()).passed, 1))
    hasHandler = true
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
  }),
  inboxCase('does not hold up what it handles while it passes others on', async ({ inbox, consume }) => {
    await consume(async () => 'handled', { concurrency: 1, handles: (infoType) => infoType === 'unauthorized' })
    for (let n = 0; n < 30; n += 1) await inbox.put(authorized())
    const own = newEntry({ infoType: 'unauthorized' })
    await inbox.put(own)
    await eventually(async () => assert.equal(await stateOf(inbox, own), 'handled'))
    assert.equal((await inbox.counts()).pending, 30)
  }),
  inboxCase('is `unhandled` after no process took it for a while, and says so once', async ({ inbox, consume }) => {
    const entry = authorized()
    const told: unknown[] = []
    await consume(unexpected, {
      handles: no,
      unhandledAfterMs: 1_500,
      onUnhandled: (...unhandled) => told.push(unhandled),
    })
    await inbox.put(entry)
    await eventually(async () => assert.equal((await inbox.counts()).passed, 1))
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'unhandled'))
    const { infoType, ...delivered } = entry
    await eventually(() => assert.deepEqual(told, [[delivered, infoType]]))
    const stored = await inbox.get(entry.id)
    assert.ok(stored)
    const { settledAt, ...rest } = stored
    assert.deepEqual(rest, { ...entry, state: 'unhandled', attempts: 0 })
    assert.equal(typeof settledAt, 'number')
    assert.deepEqual(await inbox.counts(), { ...(await totals(inbox)), held: 0, passed: 0 })
    await sleep(100)
    assert.equal(told.length, 1)
  }),
  inboxCase(
    'keeps what `deliver` has no handler for as `unhandled` until it is requeued',
    async ({ inbox, consume }) => {
      const entry = newEntry()
      const attempts: number[] = []
      let answer: 'handled' | 'unhandled' = 'unhandled'
      const told: unknown[] = []
      await consume(
        async (_, attempt) => {
          attempts.push(attempt)
          return answer
        },
        { unhandledAfterMs: 0, onUnhandled: ({ id }) => told.push(id) },
      )
      await inbox.put(entry)
      await eventually(async () => assert.equal(await stateOf(inbox, entry), 'unhandled'))
      assert.deepEqual(
        (await inbox.list({ state: 'unhandled' })).entries.map(({ id, xml }) => ({ id, xml })),
        [{ id: entry.id, xml: entry.xml }],
      )
      // Longer than the interval at which a consumer looks for unhandled entries.
      await sleep(3_000)
      assert.deepEqual(attempts, [1])
      assert.deepEqual(told, [entry.id])
      answer = 'handled'
      assert.equal(await inbox.requeue(entry.id), true)
      await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
      assert.deepEqual(attempts, [1, 1])
    },
  ),
  inboxCase(
    'revives `unhandled` entries when a process with a handler starts, and only those',
    async ({ inbox, harness, consume }) => {
      const [wanted, foreign] = [authorized(), newEntry({ infoType: 'unauthorized' })]
      const first = await consume(unexpected, { handles: no, unhandledAfterMs: 0 })
      for (const entry of [wanted, foreign]) await inbox.put(entry)
      await eventually(async () => assert.equal((await inbox.counts()).unhandled, 2))
      await first.close({ timeoutMs: 1_000 })
      const attempts: number[] = []
      await consume(
        async (_, attempt) => {
          attempts.push(attempt)
          return 'handled'
        },
        { handles: (infoType) => infoType === 'authorized' },
        await harness.open(),
      )
      await eventually(async () => assert.equal(await stateOf(inbox, wanted), 'handled'))
      assert.deepEqual(attempts, [1])
      assert.equal(await stateOf(inbox, foreign), 'unhandled')
    },
  ),
  inboxCase('revives `unhandled` entries when their handler is added later', async ({ inbox, consume }) => {
    const entry = authorized()
    let hasHandler = false
    await consume(async () => 'handled', { handles: () => hasHandler, unhandledAfterMs: 0 })
    await inbox.put(entry)
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'unhandled'))
    hasHandler = true
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
  }),
  inboxCase('keeps the channels apart', async ({ inbox, consume }) => {
    const [event, message] = [authorized(), authorized({ channel: 'message', appid: 'wxfedcba9876543210' })]
    const seen: unknown[] = []
    const deliver = (channel: string) => async (entry: { readonly id: string }) => {
      seen.push([channel, entry.id])
      return 'handled' as const
    }
    await consume(deliver('authorization'))
    for (const entry of [event, message]) await inbox.put(entry)
    await eventually(async () => assert.equal(await stateOf(inbox, event), 'handled'))
    await sleep(300)
    assert.equal(await stateOf(inbox, message), 'pending')
    const first = await consume(deliver('message'), { channel: 'message' })
    await eventually(async () => assert.equal(await stateOf(inbox, message), 'handled'))
    assert.deepEqual(seen, [
      ['authorization', event.id],
      ['message', message.id],
    ])
    assert.deepEqual((await inbox.get(message.id))?.channel, 'message')
    await first.close({ timeoutMs: 1_000 })
  }),
  inboxCase('revives no entries of another channel', async ({ inbox, consume }) => {
    const message = authorized({ channel: 'message' })
    const first = await consume(unexpected, { channel: 'message', handles: no, unhandledAfterMs: 0 })
    await inbox.put(message)
    await eventually(async () => assert.equal(await stateOf(inbox, message), 'unhandled'))
    await first.close({ timeoutMs: 1_000 })
    await consume(unexpected, { handles: () => true })
    await sleep(500)
    assert.equal(await stateOf(inbox, message), 'unhandled')
  }),
  inboxCase('gives `deliver` all that was put beside the text', async ({ inbox, consume }) => {
    const entry = authorized({
      channel: 'message',
      appid: 'wxfedcba9876543210',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    })
    await inbox.put(entry)
    const delivered = createGate<unknown>()
    await consume(
      async (seen) => {
        delivered.open(seen)
        return 'handled'
      },
      { channel: 'message' },
    )
    const { infoType: _, ...expected } = entry
    assert.deepEqual(await delivered.opened, expected)
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
    const stored = await inbox.get(entry.id)
    assert.deepEqual([stored?.appid, stored?.traceparent], [entry.appid, entry.traceparent])
  }),
] as const
