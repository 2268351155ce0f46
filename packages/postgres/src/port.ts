import {
  before,
  DeadlinePassed,
  type SqlParameter,
  type SqlPort,
  type SqlResult,
  type SqlSession,
} from '@wehook/storage/sql'
import type { PoolClient, QueryResult } from 'pg'
import { isBroken } from './faults.js'
import { type CorePool, toCorePool } from './pool.js'
import { numberParameters, toRows, types } from './values.js'

export function createPort(given: unknown): SqlPort {
  const pool = toCorePool(given)
  // Without a listener the process would crash when the server closes an idle connection.
  pool.on('error', ignore)
  return {
    max: pool.options.max,
    async acquire(deadline) {
      return createSession(await connect(pool, deadline), deadline)
    },
  }
}

/**
 * Uses the callback and not the promise: the pool removes its error listener before it calls back, and a promise resolves later. If the server
 * closed the connection between the two, the process would crash.
 */
async function connect(pool: CorePool, deadline: number): Promise<PoolClient> {
  let isLate = false
  const connected = new Promise<PoolClient>((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) return reject(error)
      if (isLate) return client.release()
      client.on('error', ignore)
      resolve(client)
    })
  })
  return before(connected, deadline, () => {
    isLate = true
  })
}

/** The transaction commits durably even where the role or the database sets `synchronous_commit = off`; other values are kept. */
const beginDurable = `BEGIN; SELECT set_config('synchronous_commit',
  CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)`

function createSession(client: PoolClient, deadline: number): SqlSession {
  let isUnusable = false
  let isInTransaction = false

  const send = async (text: string, values?: readonly SqlParameter[]): Promise<QueryResult> => {
    if (performance.now() > deadline) throw new DeadlinePassed('the time for this work is over')
    try {
      // Only unnamed statements: a pooler in transaction mode does not keep named ones.
      const result = client.query({ text, types, ...(values && values.length > 0 && { values: [...values] }) })
      result.catch(ignore)
      return await before(result, deadline, ignore)
    } catch (error) {
      isUnusable ||= error instanceof DeadlinePassed || isBroken(error)
      throw error
    }
  }

  return {
    client,
    async run(text, values = []): Promise<SqlResult> {
      const { rows, rowCount } = await send(numberParameters(text), values)
      return { rows: toRows(rows), changed: rowCount ?? 0 }
    },
    async begin() {
      isInTransaction = true
      await send(beginDurable)
    },
    async commit() {
      const { command } = await send('COMMIT')
      isInTransaction = false
      // For COMMIT of a failed transaction the server reports no error and answers ROLLBACK.
      if (command === 'ROLLBACK')
        throw new RolledBack('the server rolled the transaction back instead of committing it')
    },
    async rollback() {
      await send('ROLLBACK')
      isInTransaction = false
    },
    release(destroy = false) {
      client.off('error', ignore)
      client.release(destroy || isUnusable || isInTransaction)
    },
  }
}

class RolledBack extends Error {
  override readonly name = 'RolledBack'
}

function ignore(): void {}
