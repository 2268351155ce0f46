import type { SqliteConnection, SqliteStatement, SqliteValue } from './connection.js'
import { isBusy } from './fault.js'

/**
 * Transactions on the one connection of this process. Each runs within one turn of the event loop, so none meets another; what
 * may have to wait is only the BEGIN.
 */
export interface Database {
  /** The prepared statement of this text, prepared once. To be used inside `read` or `write`. */
  sql<Row>(text: string): Statement<Row>
  /** Runs `work` in a transaction that sees one state of the file. */
  read<T>(work: () => T): Promise<T>
  /**
   * Runs `work` in a transaction and resolves once it is on disk. Works of one tick share a transaction and its fsync. `work` may run
   * more than once (a group that fails is repeated one by one): it must have no effect but through `sql`.
   * Rejects with SQLite's error; with SQLITE_BUSY after 2 s.
   */
  write<T>(work: () => T): Promise<T>
  /** Finishes what was asked for, then closes the connection. Idempotent. */
  close(): Promise<void>
}

export interface Statement<Row> {
  run(...values: SqliteValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...values: SqliteValue[]): Row | undefined
  all(...values: SqliteValue[]): Row[]
}

interface Job {
  readonly work: () => unknown
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
  readonly deadline: number
  /** Its group has failed: it is tried by itself, so that one bad work does not take others with it. */
  alone: boolean
}

const busyTimeoutMs = 2_000
/** Bounds how long one transaction holds up the event loop. */
const maxGroup = 256

export function createDatabase(connection: SqliteConnection): Database {
  const statements = new Map<string, SqliteStatement>()
  const queue: Job[] = []
  let draining: Promise<void> | undefined
  let closing: Promise<void> | undefined

  const drain = async () => {
    await turn()
    while (queue.length > 0) {
      const outcome = begin(connection, 'BEGIN IMMEDIATE')
      if (outcome === 'begun') {
        commitGroup(connection, queue)
        if (queue.length > 0) await turn()
      } else {
        // Those who have waited 2 s for the lock are told; any other fault is everybody's.
        const late = outcome.isBusy ? queue.filter(({ deadline }) => performance.now() > deadline) : [...queue]
        for (const job of late) {
          queue.splice(queue.indexOf(job), 1)
          job.reject(outcome.error)
        }
        if (queue.length > 0) await pauseForLock()
      }
    }
    draining = undefined
  }

  return {
    sql<Row>(text: string) {
      let statement = statements.get(text)
      if (!statement) {
        statement = connection.prepare(text)
        statements.set(text, statement)
      }
      return statement as Statement<Row>
    },
    async read(work) {
      const deadline = performance.now() + busyTimeoutMs
      for (;;) {
        assertOpen(closing)
        try {
          return inTransaction(connection, work)
        } catch (error) {
          if (!isBusy(error) || performance.now() > deadline) throw error
        }
        await pauseForLock()
      }
    },
    write<T>(work: () => T) {
      assertOpen(closing)
      return new Promise<T>((resolve, reject) => {
        queue.push({ work, resolve, reject, deadline: performance.now() + busyTimeoutMs, alone: false })
        draining ??= drain()
      })
    },
    close() {
      closing ??= Promise.resolve(draining).then(() => {
        connection.close()
      })
      return closing
    },
  }
}

function assertOpen(closing: unknown): void {
  if (closing) throw Object.assign(new Error('the storage is closed'), { code: 'WEHOOK_CLOSED' })
}

function begin(
  connection: SqliteConnection,
  sql: string,
): 'begun' | { readonly isBusy: boolean; readonly error: unknown } {
  try {
    connection.exec(sql)
    return 'begun'
  } catch (error) {
    return { isBusy: isBusy(error), error }
  }
}

/** Runs the next works of the queue in the transaction that has begun. */
function commitGroup(connection: SqliteConnection, queue: Job[]): void {
  const firstAlone = queue.findIndex(({ alone }) => alone)
  const size = firstAlone === 0 ? 1 : Math.min(maxGroup, firstAlone < 0 ? queue.length : firstAlone)
  const group = queue.splice(0, size)
  try {
    const results = group.map(({ work }) => work())
    connection.exec('COMMIT')
    group.forEach(({ resolve }, position) => {
      resolve(results[position] as never)
    })
  } catch (error) {
    rollBack(connection)
    if (group.length === 1) {
      group[0]?.reject(error)
    } else {
      for (const job of group) job.alone = true
      queue.unshift(...group)
    }
  }
}

function inTransaction<T>(connection: SqliteConnection, work: () => T): T {
  connection.exec('BEGIN')
  try {
    const result = work()
    connection.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(connection)
    throw error
  }
}

/** SQLITE_FULL and some I/O errors have rolled back already; ROLLBACK then fails and has nothing to do. */
function rollBack(connection: SqliteConnection): void {
  try {
    connection.exec('ROLLBACK')
  } catch {
    // Nothing to roll back.
  }
}

/** The end of this turn of the event loop: every push that was read in it has asked for its write by then. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A timer, not SQLite's busy timeout, which would hold up the event loop; varied, so that processes do not knock in step. */
function pauseForLock(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 7))
}
