import assert from 'node:assert/strict'
import { eventually, sleep, within } from './contract.js'
import { createGate, inboxCase, newEntry, stateOf, withoutInfoType } from './inbox-scene.js'

// Long enough for a process that a busy machine delays: otherwise a lease would end although it is being renewed.
const leaseMs = 1_200
const never = () => new Promise<never>(() => {})

/** Closing, crashing, several processes. */
export const inboxLifeCases = [
  inboxCase('close waits for the delivery that runs and settles it', async ({ inbox, consume }) => {
    const [running, waiting] = [newEntry(), newEntry()]
    const gate = createGate<'handled'>()
    const seen: string[] = []
    await inbox.put(running)
    await inbox.put(waiting)
    const consumer = await consume(
      ({ id }) => {
        seen.push(id)
        return gate.opened
      },
      { concurrency: 1 },
    )
    await eventually(() => assert.equal(seen.length, 1))
    let closed = false
    const closing = consumer.close({ timeoutMs: 10_000 }).then(() => {
      closed = true
    })
    await sleep(100)
    assert.equal(closed, false)
    gate.open('handled')
    await within(closing, 10_000, 'close')
    assert.deepEqual(seen, [running.id])
    assert.equal(await stateOf(inbox, running), 'handled')
    assert.equal(await stateOf(inbox, waiting), 'pending')
    assert.equal((await inbox.get(waiting.id))?.attempts, 0)
  }),
  inboxCase('close during a delivery that then fails leaves it to be repeated', async ({ inbox, consume }) => {
    const entry = newEntry()
    const gate = createGate<void>()
    const started = createGate<void>()
    await inbox.put(entry)
    const consumer = await consume(async () => {
      started.open()
      await gate.opened
      throw new Error('failed while closing')
    })
    await started.opened
    const closing = consumer.close({ timeoutMs: 10_000 })
    gate.open()
    await within(closing, 10_000, 'close')
    const stored = await inbox.get(entry.id)
    assert.equal(stored?.state, 'pending')
    assert.equal(stored?.lastError, 'failed while closing')
    const attempts: number[] = []
    await consume(async (_, attempt) => {
      attempts.push(attempt)
      return 'handled'
    })
    await eventually(() => assert.deepEqual(attempts, [2]))
  }),
  inboxCase('close does not wait for a delivery that never returns, and gives it back', async ({ inbox, consume }) => {
    const entry = newEntry()
    const started = createGate<void>()
    await inbox.put(entry)
    const consumer = await consume(() => {
      started.open()
      return never()
    })
    await started.opened
    await within(consumer.close({ timeoutMs: 200 }), 8_000, 'close')
    assert.equal(await stateOf(inbox, entry), 'pending')
    const attempts: number[] = []
    await consume(async (_, attempt) => {
      attempts.push(attempt)
      return 'handled'
    })
    // Released, so it does not take until the end of a lease of 30 s. The attempt counts.
    await eventually(() => assert.deepEqual(attempts, [2]))
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
  }),
  inboxCase('close while an entry always fails ends its repetitions', async ({ inbox, consume }) => {
    const entry = newEntry()
    let attempts = 0
    const consumer = await consume(
      async () => {
        attempts += 1
        throw new Error('always')
      },
      { retryDelaysMs: Array.from({ length: 1_000 }, () => 5) },
    )
    await inbox.put(entry)
    await eventually(() => assert.ok(attempts >= 3))
    await within(consumer.close({ timeoutMs: 5_000 }), 10_000, 'close')
    const before = attempts
    await sleep(150)
    assert.equal(attempts, before)
    assert.equal(await stateOf(inbox, entry), 'pending')
  }),
  inboxCase(
    'takes puts but delivers nothing after the consumer was closed, which may be done twice',
    async ({ inbox, consume }) => {
      let seen = 0
      const consumer = await consume(async () => {
        seen += 1
        return 'handled'
      })
      await Promise.all([consumer.close({ timeoutMs: 1_000 }), consumer.close({ timeoutMs: 1_000 })])
      await consumer.close({ timeoutMs: 1_000 })
      assert.equal(await inbox.put(newEntry()), 'stored')
      await sleep(100)
      assert.equal(seen, 0)
    },
  ),
  inboxCase('a late result of a delivery that was given back settles nothing', async ({ inbox, consume }) => {
    const entry = newEntry()
    const [started, late, held] = [createGate<void>(), createGate<'handled'>(), createGate<'handled'>()]
    await inbox.put(entry)
    const first = await consume(() => {
      started.open()
      return late.opened
    })
    await started.opened
    await first.close({ timeoutMs: 50 })
    let taken = false
    await consume(() => {
      taken = true
      return held.opened
    })
    await eventually(() => assert.ok(taken))
    late.open('handled')
    await sleep(100)
    assert.equal(await stateOf(inbox, entry), 'pending')
    held.open('handled')
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
  }),
  inboxCase('two consumers share the entries, each delivered once', async ({ inbox, harness, consume }) => {
    const other = await harness.open()
    const seen: string[] = []
    const deliver = async ({ id }: { readonly id: string }) => {
      seen.push(id)
      await sleep(1)
      return 'handled' as const
    }
    await consume(deliver)
    await consume(deliver, {}, other)
    const entries = Array.from({ length: 200 }, () => newEntry())
    await Promise.all(entries.map((entry, n) => (n % 2 ? inbox : other).put(entry)))
    await eventually(async () => assert.equal((await inbox.counts()).handled, 200), 20_000)
    assert.deepEqual(seen.toSorted(), entries.map(({ id }) => id).toSorted())
  }),
  inboxCase(
    'renews the lease while a delivery runs: nobody else takes it',
    async ({ inbox, harness, consume }) => {
      const other = await harness.open({ leaseMs })
      const entry = newEntry()
      const attempts: number[] = []
      const deliver = async (_: unknown, attempt: number) => {
        attempts.push(attempt)
        await sleep(leaseMs * 2)
        return 'handled' as const
      }
      await inbox.put(entry)
      await consume(deliver)
      await consume(deliver, {}, other)
      await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
      assert.deepEqual(attempts, [1])
    },
    { leaseMs },
  ),
  inboxCase(
    'takes over from a process that vanished, when its lease has ended',
    async ({ inbox, harness, consume }) => {
      const entry = newEntry()
      const started = createGate<void>()
      await inbox.put(entry)
      await consume(() => {
        started.open()
        return never()
      })
      await started.opened
      await harness.crash?.(inbox)
      const successor = await harness.open({ leaseMs })
      const seen: unknown[] = []
      await consume(
        async (...delivery) => {
          seen.push(delivery)
          return 'handled'
        },
        {},
        successor,
      )
      await eventually(() => assert.deepEqual(seen, [[withoutInfoType(entry), 2]]), 20_000)
      await eventually(async () => assert.equal(await stateOf(successor, entry), 'handled'))
    },
    { needs: 'crash', leaseMs },
  ),
  inboxCase(
    'an entry that takes every process down with it dies too',
    async ({ inbox, harness, consume }) => {
      const entry = newEntry()
      await inbox.put(entry)
      let current = inbox
      for (let life = 1; life <= 2; life += 1) {
        const started = createGate<number>()
        await consume(
          (_, attempt) => {
            started.open(attempt)
            return never()
          },
          { retryDelaysMs: [5] },
          current,
        )
        assert.equal(await within(started.opened, 20_000, `attempt ${life}`), life)
        await harness.crash?.(current)
        current = await harness.open({ leaseMs })
      }
      const deaths: unknown[] = []
      let delivered = 0
      await consume(
        async () => {
          delivered += 1
          return 'handled'
        },
        { retryDelaysMs: [5], onDead: (...death) => deaths.push(death) },
        current,
      )
      await eventually(async () => assert.equal(await stateOf(current, entry), 'dead'), 20_000)
      assert.equal(delivered, 0)
      // An inbox calls `onDead` after it has stored that the entry is dead.
      await eventually(() => assert.equal(deaths.length, 1))
      const stored = await current.get(entry.id)
      assert.equal(stored?.attempts, 2)
      assert.ok(stored?.lastError, 'says why')
      assert.deepEqual(deaths, [[withoutInfoType(entry), 2, stored.lastError]])
      assert.equal(stored.xml, entry.xml)
    },
    { needs: 'crash', leaseMs },
  ),
  inboxCase(
    'loses nothing that was stored before a crash',
    async ({ inbox, harness }) => {
      const entries = Array.from({ length: 50 }, () => newEntry())
      await Promise.all(entries.map((entry) => inbox.put(entry)))
      await harness.crash?.(inbox)
      const successor = await harness.open({ leaseMs })
      assert.equal((await successor.counts()).pending, 50)
      for (const entry of entries) assert.equal(await successor.put(entry), 'duplicate')
    },
    { needs: 'crash', leaseMs },
  ),
] as const
