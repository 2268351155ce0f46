import { isWehookError } from '@wehook/core'
import type { SqlParameter, SqlPort, SqlResult, SqlSession } from '@wehook/storage/sql'
import { before, DeadlinePassed } from '@wehook/storage/sql'
import type { PoolConnection } from 'mysql2'
import { uncommitted } from './commits.js'
import { isBroken } from './faults.js'
import { writeParameters } from './literals.js'
import { type CorePool, type MysqlPool, toCorePool } from './pool.js'
import { type DriverResult, queryOptions, toResult } from './results.js'

export function createPort(given: MysqlPool): SqlPort {
  const pool = toCorePool(given)
  return {
    max: pool.config.connectionLimit,
    async acquire(deadline) {
      let isLate = false
      const connected = connect(pool)
      connected.then(
        (connection) => isLate && connection.release(),
        () => undefined,
      )
      const connection = await before(connected, deadline, () => {
        isLate = true
      })
      return createSession(connection, deadline)
    },
  }
}

function connect(pool: CorePool): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)))
  })
}

function createSession(connection: PoolConnection, deadline: number): SqlSession {
  let isUnusable = false
  let isInTransaction = false

  const run = async (text: string, values: readonly SqlParameter[] = []): Promise<SqlResult> => {
    if (performance.now() > deadline) throw new DeadlinePassed('the time for this work is over')
    try {
      const result = await before(query(connection, writeParameters(text, values)), deadline, () => undefined)
      if (!isInTransaction && !result.isCommitted) throw uncommitted()
      return result
    } catch (error) {
      isUnusable ||= error instanceof DeadlinePassed || isBroken(error) || isWehookError(error)
      throw error
    }
  }

  return {
    client: connection,
    run,
    async begin() {
      isInTransaction = true
      await run('START TRANSACTION')
    },
    async commit() {
      await run('COMMIT')
      isInTransaction = false
    },
    async rollback() {
      await run('ROLLBACK')
      isInTransaction = false
    },
    release(destroy = false) {
      if (destroy || isUnusable || isInTransaction) connection.destroy()
      else connection.release()
    },
  }
}

function query(connection: PoolConnection, sql: string): Promise<DriverResult> {
  return new Promise((resolve, reject) => {
    connection.query({ ...queryOptions, sql, values: [] }, (error, result) => {
      if (error) reject(error)
      else resolve(toResult(result))
    })
  })
}
