import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { isWehookError } from '@wehook/core'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newName } from '../support/databases.js'
import type { SqlScene, SqlStorage, StorageOptions } from '../support/sql-harness.js'
import { onEachServer } from '../support/sql-servers.js'

/** What both drivers' connections can do. */
interface Tx {
  query(sql: string): Promise<unknown>
}

/** Polls until `check` no longer throws. */
const eventually = (check: () => unknown, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 20 })
const event = (id = newName()) => ({ id })

const close = await onEachServer((server) => {
  let scene: SqlScene
  let storage: SqlStorage

  beforeEach(async () => {
    scene = await server.scene()
    await scene.query('CREATE TABLE IF NOT EXISTS shops (event VARCHAR(64) NOT NULL, n INT NOT NULL)')
    await scene.query('DELETE FROM shops')
    storage = await scene.open()
  })
  afterEach(() => scene.close())

  const inTransaction = (name: string, handler: (event: { readonly id: string }, tx: Tx) => unknown, from = storage) =>
    (from.inTransaction as (name: string, handler: unknown) => (event: { readonly id: string }) => Promise<void>)(
      name,
      handler,
    )
  const insert = (tx: Tx, { id }: { readonly id: string }, n = 1) =>
    tx.query(`INSERT INTO shops (event, n) VALUES ('${id}', ${n})`)
  const shops = async () => (await scene.query('SELECT event, n FROM shops ORDER BY n')).map(({ n }) => n)
  const open = (options: StorageOptions) => scene.open(options)

  it('R30: commits what the handler writes, once, however often the event comes', async () => {
    const shop = event()
    let runs = 0
    const openShop = inTransaction('open-shop', async (given, tx) => {
      runs += 1
      await insert(tx, given)
    })
    await openShop(shop)
    await openShop(shop)
    assert.deepEqual([runs, await shops()], [1, [1]])
    await openShop(event())
    assert.deepEqual([runs, await shops()], [2, [1, 1]])
  })

  it('R30: writes once for twelve deliveries at once, by two processes', async () => {
    const other = await open({})
    const shop = event()
    const handler = async (given: { readonly id: string }, tx: Tx) => {
      await insert(tx, given)
      await sleep(20)
    }
    const handlers = [storage, other].map((one) => inTransaction('open-shop', handler, one))
    await Promise.all(Array.from({ length: 12 }, (_, n) => handlers[n % 2]?.(shop)))
    assert.deepEqual(await shops(), [1])
  })

  it('R30: keeps handlers of different names apart', async () => {
    const shop = event()
    await inTransaction('first', (given, tx) => insert(tx, given, 1))(shop)
    await inTransaction('second', (given, tx) => insert(tx, given, 2))(shop)
    assert.deepEqual(await shops(), [1, 2])
  })

  it('R30: writes nothing when the handler fails, and runs again', async () => {
    const shop = event()
    let isBroken = true
    const openShop = inTransaction('open-shop', async (given, tx) => {
      await insert(tx, given)
      if (isBroken) throw new RangeError('no room')
    })
    await expect(openShop(shop)).rejects.toThrow(RangeError)
    assert.deepEqual(await shops(), [])
    isBroken = false
    await openShop(shop)
    assert.deepEqual(await shops(), [1])
  })

  it('R28: fails when the handler catches an SQL error that ended the transaction', async () => {
    const shop = event()
    let isBroken = true
    const openShop = inTransaction('open-shop', async (given, tx) => {
      await insert(tx, given)
      if (isBroken) await tx.query('SELECT * FROM nowhere').catch(() => undefined)
    })
    if (server.kind === 'postgres') {
      await expect(openShop(shop)).rejects.toThrow(/the transaction ended before the handler did/)
      assert.deepEqual(await shops(), [])
      isBroken = false
    }
    // MySQL undoes the statement alone, so there is nothing to refuse.
    await openShop(shop)
    assert.deepEqual(await shops(), [1])
  })

  it('R29: fails when a statement has committed early, and runs again', async () => {
    const shop = event()
    const committing = server.kind === 'mysql' ? 'CREATE TABLE IF NOT EXISTS early (n INT)' : '/*!*/ SELECT 1; COMMIT'
    let isBroken = true
    const openShop = inTransaction('open-shop', async (given, tx) => {
      await insert(tx, given)
      if (isBroken) await tx.query(committing)
    })
    await expect(openShop(shop)).rejects.toThrow(/the transaction ended before the handler did/)
    isBroken = false
    await openShop(shop)
    assert.deepEqual(await shops(), [1, 1], 'at least once: the error said so')
  })

  it('R29, R32: repeats the whole after a deadlock, and fails where the handler swallows one', async () => {
    await scene.query('CREATE TABLE IF NOT EXISTS stock (id INT PRIMARY KEY, n INT NOT NULL)')
    await scene.query('DELETE FROM stock')
    await scene.query('INSERT INTO stock VALUES (1, 0), (2, 0)')
    let met = 0
    const lockBoth =
      (order: readonly number[], swallows: boolean) => async (given: { readonly id: string }, tx: Tx) => {
        await tx.query(`UPDATE stock SET n = n + 1 WHERE id = ${order[0]}`)
        met += 1
        const deadline = Date.now() + 2_000
        while (met < 2 && Date.now() < deadline) await sleep(5)
        const second = tx.query(`UPDATE stock SET n = n + 1 WHERE id = ${order[1]}`)
        await (swallows ? second.catch(() => undefined) : second)
        await insert(tx, given).catch((error: unknown) => {
          if (!swallows) throw error
        })
      }
    await Promise.all([
      inTransaction('up', lockBoth([1, 2], false))(event()),
      inTransaction('down', lockBoth([2, 1], false))(event()),
    ])
    assert.deepEqual(await scene.query('SELECT n FROM stock'), [{ n: 2 }, { n: 2 }])
    met = 0
    const [up, down] = [event(), event()]
    const outcomes = await Promise.allSettled([
      inTransaction('swallowing up', lockBoth([1, 2], true))(up),
      inTransaction('swallowing down', lockBoth([2, 1], true))(down),
    ])
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    const failed = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    assert.match(String(failed.reason), /the transaction ended before the handler did/)
    assert.deepEqual(await scene.query('SELECT n FROM stock'), [{ n: 3 }, { n: 3 }])
  })

  const refused = [
    'BEGIN',
    'begin work',
    'START TRANSACTION',
    ' -- a comment\n /* another */ COMMIT',
    'ROLLBACK',
    'rollback work',
    'RELEASE SAVEPOINT wehook',
    'SET autocommit = 0',
  ]
  it.each(refused)('R31: refuses %j in a handler', async (statement) => {
    const run = inTransaction(newName(), (_, tx) => tx.query(statement))
    await expect(run(event())).rejects.toThrow(/is not for a handler of inTransaction/)
  })

  it('R31: refuses the methods that end a transaction or give the connection back', async () => {
    for (const method of ['commit', 'rollback', 'release', 'end', 'beginTransaction']) {
      const run = inTransaction(newName(), async (_, tx) => {
        const call = (tx as unknown as Record<string, (() => unknown) | undefined>)[method]
        if (call) await call()
        else throw new Error(`${method} is not for a handler of inTransaction: pg has none`)
      })
      await expect(run(event())).rejects.toThrow(/is not for a handler of inTransaction/)
    }
  })

  it('R31: lets a handler use savepoints of its own', async () => {
    const run = inTransaction('with-savepoint', async (given, tx) => {
      await insert(tx, given, 1)
      await tx.query('SAVEPOINT mine')
      await insert(tx, given, 2)
      await tx.query('ROLLBACK TO SAVEPOINT mine')
    })
    await run(event())
    assert.deepEqual(await shops(), [1])
  })

  it('R31: refuses a query that comes after the handler has ended', async () => {
    let late: Tx | undefined
    const shop = event()
    await inTransaction('forgetful', (_, tx) => {
      late = tx
    })(shop)
    assert.throws(() => late?.query('SELECT 1'), /the handler of inTransaction has ended/)
  })

  it('R33: goes on when the connection is killed under the handler, and nothing of it stays', async () => {
    const shop = event()
    let isKilled = false
    const ownId = server.kind === 'mysql' ? 'SELECT CONNECTION_ID() AS id' : 'SELECT pg_backend_pid() AS id'
    const kill = (id: unknown) => (server.kind === 'mysql' ? `KILL ${id}` : `SELECT pg_terminate_backend(${id})`)
    const openShop = inTransaction('open-shop', async (given, tx) => {
      await insert(tx, given)
      if (isKilled) return
      isKilled = true
      const answer = (await tx.query(ownId)) as { readonly rows?: readonly { id: unknown }[] } & readonly [
        readonly { id: unknown }[],
      ]
      await scene.query(kill((answer.rows ?? answer[0])[0]?.id))
      await sleep(50)
    })
    await expect(openShop(shop)).rejects.toThrow()
    assert.deepEqual(await shops(), [])
    await openShop(shop)
    assert.deepEqual(await shops(), [1])
  })

  it('R34: wants a name of its own for each handler', () => {
    const handler = () => undefined
    for (const name of ['', '  ', 'x'.repeat(101), undefined as unknown as string]) {
      assert.throws(() => inTransaction(name, handler), /inTransaction needs a name of 1 to 100 characters/)
    }
    inTransaction('x'.repeat(100), handler)
    assert.throws(() => inTransaction('x'.repeat(100), handler), /two handlers with the name/)
  })

  it('R35: a requeued entry runs such handlers again only when asked to, and says so', async () => {
    const warnings: string[] = []
    const inbox = (await open({ warn: (message) => warnings.push(message) })).inbox
    const id = newName()
    const run = inTransaction('open-shop', (given, tx) => insert(tx, given))
    const entry = {
      id,
      componentAppId: 'wx0123456789abcdef',
      receivedAt: Date.now(),
      infoType: 'authorized',
      xml: '<xml/>',
    }
    await inbox.put(entry)
    const consumer = await inbox.consume(
      async (given) => {
        await run(given)
        return 'handled'
      },
      { concurrency: 1, retryDelaysMs: [] },
    )
    const isHandled = () => eventually(async () => assert.equal((await inbox.get(id))?.state, 'handled'))
    await isHandled()
    assert.equal(await inbox.requeue(id), true)
    await isHandled()
    assert.deepEqual(await shops(), [1])
    assert.match(warnings.join(), /do not run again: open-shop/)
    assert.equal(await inbox.requeue(id, { again: true }), true)
    await eventually(async () => assert.deepEqual(await shops(), [1, 1]))
    await isHandled()
    await consumer.close({ timeoutMs: 5_000 })
  })

  it('R36: rolls back when the handler is late, and the connection is not used again', async () => {
    const quick = await open({ handlerTimeoutMs: 300 })
    const shop = event()
    let isSlow = true
    const openShop = inTransaction(
      'open-shop',
      async (given, tx) => {
        await insert(tx, given)
        if (isSlow) await sleep(60_000, undefined, { ref: false })
      },
      quick,
    )
    const error = await openShop(shop).catch((thrown: unknown) => thrown)
    assert.ok(isWehookError(error, 'ERR_HANDLER_TIMEOUT'))
    isSlow = false
    await eventually(() => openShop(shop), 15_000)
    assert.deepEqual(await shops(), [1])
  })

  it('R36: a handler that waits for a lock is late like any other', async () => {
    const quick = await open({ handlerTimeoutMs: 500 })
    await scene.query(`INSERT INTO shops (event, n) VALUES ('held', 7)`)
    await scene.query('BEGIN')
    await scene.query(`UPDATE shops SET n = 8 WHERE event = 'held'`)
    try {
      const run = inTransaction('blocked', (_, tx) => tx.query(`UPDATE shops SET n = 9 WHERE event = 'held'`), quick)
      const startedAt = performance.now()
      await expect(run(event())).rejects.toThrow()
      assert.ok(performance.now() - startedAt < 10_000)
    } finally {
      await scene.query('ROLLBACK')
    }
  })

  it('R37: handlers that need one more connection of the pool leave enough for all', async () => {
    const total = 24
    const run = inTransaction('greedy', async (given, tx) => {
      await insert(tx, given)
      await scene.host(storage, 'SELECT 1')
      await sleep(5)
    })
    const putOne = () =>
      storage.inbox.put({
        id: newName(),
        componentAppId: 'wx0123456789abcdef',
        receivedAt: Date.now(),
        infoType: 'authorized',
        xml: '<xml/>',
      })
    const puts: Promise<string>[] = []
    const handlers = Array.from({ length: total }, () => run(event()))
    for (let n = 0; n < 20; n += 1) {
      puts.push(putOne())
      await sleep(5)
    }
    await Promise.all(handlers)
    assert.deepEqual([...new Set(await Promise.all(puts))], ['stored'])
    assert.equal((await shops()).length, total)
  })
})
afterAll(close)
