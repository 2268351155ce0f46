import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, it } from 'vitest'
import type { SqlScene, SqlStorage } from '../support/sql-harness.js'
import { onEachServer } from '../support/sql-servers.js'

const close = await onEachServer((server) => {
  let scene: SqlScene
  let processes: readonly SqlStorage[]
  beforeEach(async () => {
    scene = await server.scene()
    processes = await Promise.all(Array.from({ length: 4 }, () => scene.open()))
    await Promise.all(processes.map((one) => one.ready()))
  })
  afterEach(() => scene.close())

  it('R42: four processes have a lock one after another, each with a higher fence', async () => {
    const fences: number[] = []
    let inside = 0
    let most = 0
    const turns = async (storage: SqlStorage) => {
      for (let turn = 0; turn < 10; turn += 1) {
        await storage.tokens.withLock('component', async ({ number }) => {
          inside += 1
          most = Math.max(most, inside)
          fences.push(number)
          await sleep(2)
          inside -= 1
        })
      }
    }
    await Promise.all(processes.map(turns))
    assert.equal(fences.length, 40)
    assert.equal(most, 1)
    for (const [n, fence] of fences.entries()) assert.ok(n === 0 || fence > (fences[n - 1] ?? 0), `${fences}`)
  })

  it('R42: whoever has a lock holds no connection, and its row stays', async () => {
    const [holder] = processes
    assert.ok(holder)
    await holder.tokens.withLock('component', async () => {
      assert.equal(scene.held(holder), 0)
      const [row] = await scene.query('SELECT fence, held_until FROM wehook_locks')
      assert.ok(Number(row?.['held_until']) > 0)
    })
    const rows = await scene.query('SELECT fence, held_until FROM wehook_locks')
    assert.deepEqual(
      rows.map((row) => [Number(row['fence']), Number(row['held_until'])]),
      [[1, 0]],
    )
  })

  it('R42: the lock of a process that died is taken when its lease is over', async () => {
    const short = await scene.open({ leaseMs: 1_000 })
    const [next] = processes
    assert.ok(next)
    let firstFence = 0
    void short.tokens
      .withLock('component', async ({ number }) => {
        firstFence = number
        await sleep(60_000, undefined, { ref: false })
      })
      .catch(() => {})
    while (firstFence === 0) await sleep(5)
    scene.crash(short)
    const fence = await next.tokens.withLock('component', async ({ number }) => number)
    assert.ok(fence > firstFence)
  })
})
afterAll(close)
