import assert from 'node:assert/strict'
import type { TokenStore } from '@wehook/core'
import type { Fence } from '@wehook/core/storage'
import { type ContractCase, eventually, sleep, within } from './contract.js'

/** The functions that the token store contract needs of an implementation; each case gets a harness of its own, with empty storage. */
export interface TokenStoreHarness {
  /**
   * A store on the harness's one storage, as another process would open it. `leaseMs`: how long a lock lasts when its holder is
   * silent; implementations for a single process may ignore it and return the same store.
   */
  open(options?: { readonly leaseMs?: number; readonly sealKey?: string }): Promise<TokenStore>
  /** Simulates that the process of this store dies: it neither renews nor releases a lock. */
  crash?(store: TokenStore): Promise<void>
  /** Everything that is stored, as one text, to search it for data that must not be readable. */
  raw?(): Promise<string>
  /** Ends what was opened; called by the runner after the case. */
  close(): Promise<void>
}

type Case = ContractCase<TokenStoreHarness>
type Play = (store: TokenStore, harness: TokenStoreHarness) => Promise<void>

// Long enough for a process that a busy machine delays: otherwise a lease would end although it is being renewed.
const leaseMs = 1_200
const never = () => new Promise<never>(() => {})

function storeCase(
  name: string,
  play: Play,
  {
    needs,
    ...opening
  }: { readonly needs?: 'crash' | 'raw'; readonly leaseMs?: number; readonly sealKey?: string } = {},
): Case {
  return { name, ...(needs && { needs }), run: async (harness) => play(await harness.open(opening), harness) }
}

/** Takes and releases the lock and returns its fence, which a holder that has lost the lock would still have. */
function fenceOf(store: TokenStore, lock: string): Promise<Fence> {
  return store.withLock(lock, async (fence) => fence)
}

const recordCases: readonly Case[] = [
  storeCase('gives a record back as it was set', async (store) => {
    assert.equal(await store.get('ticket:wx1'), undefined)
    const record = { value: '{"token":"𠮷😀\\n"}', asOf: 1_795_000_000_000, forgetAt: Date.now() + 60_000 }
    assert.equal(await store.set('ticket:wx1', record), 'written')
    assert.deepEqual(await store.get('ticket:wx1'), record)
    assert.equal(await store.get('ticket:wx2'), undefined)
    const long = { value: 'x漢'.repeat(32_768), asOf: 1 }
    assert.equal(await store.set('long:键 *?[a]', long), 'written')
    assert.deepEqual(await store.get('long:键 *?[a]'), long)
  }),
  storeCase('refuses a write older than what is stored; an equal one replaces', async (store) => {
    await store.set('k', { value: 'new', asOf: 200 })
    assert.equal(await store.set('k', { value: 'old', asOf: 199 }), 'outdated')
    assert.deepEqual(await store.get('k'), { value: 'new', asOf: 200 })
    assert.equal(await store.set('k', { value: 'equal', asOf: 200 }), 'written')
    assert.deepEqual(await store.get('k'), { value: 'equal', asOf: 200 })
    assert.equal(await store.set('k', { value: 'newer', asOf: 201 }), 'written')
    assert.deepEqual(await store.get('k'), { value: 'newer', asOf: 201 })
  }),
  storeCase('keeps the newest of many writes at once', async (store) => {
    const order = Array.from({ length: 100 }, (_, n) => (n * 37) % 100)
    await Promise.all(order.map((asOf) => store.set('k', { value: `v${asOf}`, asOf })))
    assert.deepEqual(await store.get('k'), { value: 'v99', asOf: 99 })
  }),
  storeCase('removes, and remembers it against older writes that arrive later', async (store) => {
    await store.set('k', { value: 'v', asOf: 100 })
    assert.equal(await store.remove('k', 99), 'outdated')
    assert.deepEqual(await store.get('k'), { value: 'v', asOf: 100 })
    assert.equal(await store.remove('k', 150), 'written')
    assert.equal(await store.get('k'), undefined)
    assert.equal(await store.set('k', { value: 'late', asOf: 149 }), 'outdated')
    assert.equal(await store.get('k'), undefined)
    assert.equal(await store.set('k', { value: 'again', asOf: 151 }), 'written')
    assert.deepEqual(await store.get('k'), { value: 'again', asOf: 151 })
  }),
  storeCase('remembers a removal of what was never there; an equal write replaces it', async (store) => {
    assert.equal(await store.remove('k', 100), 'written')
    assert.equal(await store.set('k', { value: 'late', asOf: 99 }), 'outdated')
    assert.equal(await store.set('k', { value: 'equal', asOf: 100 }), 'written')
    assert.deepEqual(await store.get('k'), { value: 'equal', asOf: 100 })
  }),
  storeCase('forgets a record when its time has come', async (store) => {
    await store.set('gone', { value: 'v', asOf: 1, forgetAt: Date.now() - 1 })
    assert.equal(await store.get('gone'), undefined)
    await store.set('soon', { value: 'v', asOf: 1, forgetAt: Date.now() + 300 })
    assert.notEqual(await store.get('soon'), undefined)
    await eventually(async () => assert.equal(await store.get('soon'), undefined))
    const kept = { value: 'kept', asOf: 2 }
    await store.set('soon', kept)
    assert.deepEqual(await store.get('soon'), kept)
  }),
  storeCase('shows one process what another has written', async (store, harness) => {
    const other = await harness.open()
    await store.set('k', { value: 'v', asOf: 1 })
    assert.deepEqual(await other.get('k'), { value: 'v', asOf: 1 })
    assert.equal(await other.remove('k', 2), 'written')
    assert.equal(await store.get('k'), undefined)
  }),
  storeCase(
    'seals values at rest when given a key',
    async (store, harness) => {
      await store.set('ticket:wx1', { value: 'ticket@@@secret', asOf: 1 })
      const raw = (await harness.raw?.()) ?? ''
      assert.ok(raw.includes('ticket:wx1'), 'the storage was looked at')
      assert.ok(!raw.includes('secret'))
      assert.equal((await store.get('ticket:wx1'))?.value, 'ticket@@@secret')
    },
    { needs: 'raw', sealKey: 'a5'.repeat(32) },
  ),
]

const lockCases: readonly Case[] = [
  storeCase('hands on what the work returns', async (store) => {
    assert.equal(await store.withLock('l', async () => 42), 42)
  }),
  storeCase('gives the lock up when the work throws, at once or later', async (store) => {
    const failures = [
      () => {
        throw new Error('at once')
      },
      () => Promise.reject(new Error('later')),
    ]
    await assert.rejects(store.withLock('l', failures[0] as () => Promise<never>), /at once/)
    await assert.rejects(store.withLock('l', failures[1] as () => Promise<never>), /later/)
    assert.equal(
      await within(
        store.withLock('l', async () => 'free'),
        5_000,
        'the lock',
      ),
      'free',
    )
  }),
  storeCase('lets one of many waiters in at a time, with rising fences', async (store, harness) => {
    const other = await harness.open()
    let inside = 0
    let most = 0
    const fences: Fence[] = []
    const work = async (fence: Fence) => {
      inside += 1
      most = Math.max(most, inside)
      fences.push(fence)
      await sleep(2)
      inside -= 1
    }
    await within(
      Promise.all(Array.from({ length: 24 }, (_, n) => (n % 2 ? store : other).withLock('l', work))),
      18_000,
      '24 turns',
    )
    assert.equal(most, 1)
    assert.equal(fences.length, 24)
    assert.ok(fences.every((fence, n) => fence.lock === 'l' && fence.number > (fences[n - 1]?.number ?? -1)))
  }),
  storeCase('keeps locks of different names apart', async (store) => {
    const value = await within(
      store.withLock('a', () => store.withLock('b', async () => 'both')),
      5_000,
      'a second lock inside a first',
    )
    assert.equal(value, 'both')
  }),
  storeCase('refuses writes of a holder that another has followed', async (store, harness) => {
    const other = await harness.open()
    const slow = await fenceOf(store, 'l')
    assert.equal(await store.set('k', { value: 'slow', asOf: 1 }, slow), 'written')
    const next = await fenceOf(other, 'l')
    assert.ok(next.number > slow.number)
    assert.equal(await store.set('k', { value: 'late', asOf: 5 }, slow), 'fenced')
    assert.equal(await store.remove('k', 5, slow), 'fenced')
    assert.equal(await other.set('k', { value: 'next', asOf: 2 }, next), 'written')
    assert.deepEqual(await store.get('k'), { value: 'next', asOf: 2 })
    assert.equal(await store.set('k', { value: 'unfenced', asOf: 3 }), 'written')
  }),
  storeCase('writes with a fence obey the order as well', async (store) => {
    await store.set('k', { value: 'new', asOf: 10 })
    await store.withLock('l', async (fence) => {
      assert.equal(await store.set('k', { value: 'old', asOf: 9 }, fence), 'outdated')
      assert.equal(await store.remove('k', 9, fence), 'outdated')
      assert.equal(await store.set('k', { value: 'newer', asOf: 11 }, fence), 'written')
    })
    assert.deepEqual(await store.get('k'), { value: 'newer', asOf: 11 })
  }),
  storeCase(
    'leaves a lock with a holder that works longer than a lease',
    async (store, harness) => {
      const other = await harness.open({ leaseMs })
      const order: string[] = []
      const first = store.withLock('l', async (fence) => {
        order.push('first in')
        await sleep(leaseMs * 2)
        assert.equal(await store.set('k', { value: 'v', asOf: 1 }, fence), 'written')
        order.push('first out')
      })
      await eventually(() => assert.deepEqual(order, ['first in']))
      await other.withLock('l', async () => order.push('second in'))
      await first
      assert.deepEqual(order, ['first in', 'first out', 'second in'])
    },
    { leaseMs },
  ),
  storeCase(
    'takes a lock over from a process that vanished, when its lease has ended',
    async (store, harness) => {
      let lost: Fence | undefined
      store
        .withLock('l', async (fence) => {
          lost = fence
          await never()
        })
        .catch(() => undefined)
      await eventually(() => assert.ok(lost))
      await harness.crash?.(store)
      const successor = await harness.open({ leaseMs })
      const next = await within(fenceOf(successor, 'l'), 15_000, 'the takeover')
      assert.ok(lost && next.number > lost.number)
      assert.equal(await successor.set('k', { value: 'late', asOf: 1 }, lost), 'fenced')
    },
    { needs: 'crash', leaseMs },
  ),
]

/** Every behaviour that the client relies on in a `TokenStore`, one case each. */
export const tokenStoreContract: readonly Case[] = [...recordCases, ...lockCases]
