import assert from 'node:assert/strict'
import { eventually, sleep } from './contract.js'
import { createGate, inboxCase, newEntry, stateOf, totals, withoutInfoType } from './inbox-scene.js'

/** Delivering, retrying, becoming dead, requeueing. */
export const inboxDeliveryCases = [
  inboxCase('delivers what was put before and after the consumer began', async ({ inbox, consume }) => {
    const [early, late] = [newEntry(), newEntry()]
    const seen: unknown[] = []
    await inbox.put(early)
    await consume(async (entry, attempt) => {
      seen.push([entry, attempt])
      return 'handled'
    })
    await eventually(() => assert.deepEqual(seen, [[withoutInfoType(early), 1]]))
    await inbox.put(late)
    await eventually(() => assert.deepEqual(seen[1], [withoutInfoType(late), 1]))
    await eventually(async () => assert.equal((await inbox.counts()).handled, 2))
    const stored = await inbox.get(late.id)
    assert.ok(stored)
    assert.equal(stored.attempts, 1)
    assert.equal(stored.xml, late.xml)
    assert.equal(stored.dueAt, undefined)
    assert.ok(typeof stored.settledAt === 'number' && Math.abs(stored.settledAt - Date.now()) < 60_000)
  }),
  inboxCase('repeats a delivery that fails three times and settles the fourth', async ({ inbox, consume }) => {
    const entry = newEntry()
    const attempts: number[] = []
    let died = 0
    await consume(
      async (_, attempt) => {
        attempts.push(attempt)
        if (attempt < 4) throw new Error(`failure ${attempt}`)
        return 'handled'
      },
      { onDead: () => (died += 1) },
    )
    await inbox.put(entry)
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
    assert.deepEqual(attempts, [1, 2, 3, 4])
    assert.equal((await inbox.get(entry.id))?.attempts, 4)
    assert.equal(died, 0)
  }),
  inboxCase('gives up after the last attempt, with the last error, once', async ({ inbox, consume }) => {
    const entry = newEntry()
    const attempts: number[] = []
    const deaths: unknown[] = []
    await consume(
      async (_, attempt) => {
        attempts.push(attempt)
        throw new Error(`failure ${attempt}`)
      },
      { onDead: (...death) => deaths.push(death) },
    )
    await inbox.put(entry)
    await eventually(() => assert.equal(deaths.length, 1))
    assert.deepEqual(attempts, [1, 2, 3, 4])
    assert.deepEqual(deaths, [[withoutInfoType(entry), 4, 'failure 4']])
    const stored = await inbox.get(entry.id)
    assert.ok(stored)
    const { settledAt, failures, ...rest } = stored
    assert.equal(failures?.length, 4)
    assert.deepEqual(rest, { ...entry, state: 'dead', attempts: 4, lastError: 'failure 4' })
    assert.equal(typeof settledAt, 'number')
    await sleep(100)
    assert.equal(attempts.length, 4)
  }),
  inboxCase('waits by the table before it repeats', async ({ inbox, consume }) => {
    const entry = newEntry()
    const times: number[] = []
    await consume(
      async (_, attempt) => {
        times.push(Date.now())
        if (attempt < 3) throw new Error('not yet')
        return 'handled'
      },
      { retryDelaysMs: [200, 400] },
    )
    await inbox.put(entry)
    await eventually(() => assert.equal(times.length, 3))
    const [first = 0, second = 0, third = 0] = times
    // Never earlier than the wait of the table minus 10 %; rounding to whole ms may take off one more.
    assert.ok(second - first >= 178, `waited ${second - first} ms instead of 200`)
    assert.ok(third - second >= 358, `waited ${third - second} ms instead of 400`)
  }),
  inboxCase('survives an onDead that throws and a delivery that throws no error', async ({ inbox, consume }) => {
    const [odd, plain] = [newEntry(), newEntry()]
    await consume(
      (entry) => {
        if (entry.id === odd.id) throw 'a string, before any promise'
        return Promise.resolve('handled')
      },
      {
        retryDelaysMs: [],
        onDead: () => {
          throw new Error('listener at fault')
        },
      },
    )
    await inbox.put(odd)
    await eventually(async () => assert.equal(await stateOf(inbox, odd), 'dead'))
    await inbox.put(plain)
    await eventually(async () => assert.equal(await stateOf(inbox, plain), 'handled'))
  }),
  inboxCase('requeues a dead entry with its attempts reset', async ({ inbox, consume }) => {
    const entry = newEntry()
    const attempts: number[] = []
    let broken = true
    let deaths = 0
    await consume(
      async (_, attempt) => {
        attempts.push(attempt)
        if (broken) throw new Error('broken')
        return 'handled'
      },
      { onDead: () => (deaths += 1) },
    )
    await inbox.put(entry)
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'dead'))
    assert.equal(await inbox.requeue(entry.id), true)
    await eventually(() => assert.equal(deaths, 2))
    assert.deepEqual(attempts, [1, 2, 3, 4, 1, 2, 3, 4])
    broken = false
    assert.equal(await inbox.requeue(entry.id), true)
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
    assert.equal(attempts.at(-1), 1)
    assert.deepEqual(await totals(inbox), { pending: 0, unhandled: 0, dead: 0, handled: 1, discarded: 0 })
  }),
  inboxCase('requeues a handled entry whose text is there, and no pending one', async ({ inbox, consume }) => {
    const entry = newEntry()
    await inbox.put(entry)
    assert.equal(await inbox.requeue(entry.id), false)
    let seen = 0
    await consume(async () => {
      seen += 1
      return 'handled'
    })
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
    assert.equal(await inbox.requeue(entry.id), true)
    await eventually(() => assert.equal(seen, 2))
    await eventually(async () => assert.equal(await stateOf(inbox, entry), 'handled'))
  }),
  inboxCase('runs at most `concurrency` deliveries at once, and that many', async ({ inbox, consume }) => {
    const gate = createGate<void>()
    let running = 0
    let most = 0
    for (let n = 0; n < 10; n += 1) await inbox.put(newEntry())
    await consume(
      async () => {
        running += 1
        most = Math.max(most, running)
        await gate.opened
        running -= 1
        return 'handled'
      },
      { concurrency: 3 },
    )
    await eventually(() => assert.equal(running, 3))
    await sleep(100)
    assert.equal(running, 3)
    gate.open()
    await eventually(async () => assert.equal((await inbox.counts()).handled, 10))
    assert.equal(most, 3)
  }),
  inboxCase('lets others pass while one delivery hangs', async ({ inbox, consume }) => {
    const stuck = newEntry()
    await inbox.put(stuck)
    await consume(({ id }) => (id === stuck.id ? new Promise(() => {}) : Promise.resolve('handled')), {
      concurrency: 2,
    })
    for (let n = 0; n < 20; n += 1) await inbox.put(newEntry())
    await eventually(async () => assert.equal((await inbox.counts()).handled, 20))
    assert.equal(await stateOf(inbox, stuck), 'pending')
  }),
] as const
