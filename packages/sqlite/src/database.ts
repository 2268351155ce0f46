import type { ConnectionSource } from './connection.js'
import { isBusy } from './fault.js'
import { createSession, type Session, type Statement } from './session.js'

/**
 * Transactions on the one connection of this process. Each runs within one turn of the event loop, so two never overlap;
 * only its BEGIN may have to wait.
 */
export interface Database {
  /** The prepared statement of this text, prepared once. To be used inside `read` or `write`. */
  sql<Row>(text: string): Statement<Row>
  /** Throws when the open file is no longer at its path. Call it inside `write` before data is written that must survive a restart. */
  assertInPlace(): void
  /** Runs `work` in a transaction that sees one consistent state of the file. */
  read<T>(work: () => T): Promise<T>
  /**
   * Runs `work` in a transaction and resolves once it is on disk. Works of one tick share a transaction and its fsync. `work` may run
   * more than once (a group that fails is repeated one by one): its only effects must be through `sql`.
   * Rejects with SQLite's error; with SQLITE_BUSY after 2 s.
   */
  write<T>(work: () => T): Promise<T>
  /** Finishes the transactions that were requested, then closes the connection. Idempotent. */
  close(): Promise<void>
}

interface Job {
  readonly work: () => unknown
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
  readonly deadline: number
  /** Its group has failed, so it is tried alone: one work that fails must not make the others fail. */
  alone: boolean
}

const busyTimeoutMs = 2_000
/** Limits how long one transaction blocks the event loop. */
const maxGroup = 256

export function createDatabase(source: ConnectionSource): Database {
  const session = createSession(source)
  const queue: Job[] = []
  let draining: Promise<void> | undefined
  let closing: Promise<void> | undefined

  const drain = async () => {
    await turn()
    while (queue.length > 0) {
      const fault = session.begin('BEGIN IMMEDIATE')
      if (fault) {
        refuse(queue, fault.error)
        if (queue.length > 0) await pauseForLock()
      } else {
        commitGroup(session, queue)
        if (queue.length > 0) await turn()
      }
    }
    draining = undefined
  }

  return {
    sql: session.sql,
    assertInPlace: session.assertInPlace,
    async read(work) {
      const deadline = performance.now() + busyTimeoutMs
      for (;;) {
        assertOpen(closing)
        try {
          return readOnce(session, work)
        } catch (error) {
          if (!isBusy(error) || performance.now() > deadline) throw error
        }
        await pauseForLock()
      }
    },
    write<T>(work: () => T) {
      return new Promise<T>((resolve, reject) => {
        assertOpen(closing)
        queue.push({ work, resolve, reject, deadline: performance.now() + busyTimeoutMs, alone: false })
        draining ??= drain()
      })
    },
    close() {
      closing ??= Promise.resolve(draining).then(session.end)
      return closing
    },
  }
}

function assertOpen(closing: unknown): void {
  if (closing) throw Object.assign(new Error('the storage is closed'), { code: 'WEHOOK_CLOSED' })
}

/** A BEGIN has failed. When the file is locked, rejects the works that have waited 2 s; after any other error rejects all. */
function refuse(queue: Job[], error: unknown): void {
  const at = performance.now()
  const isPatient = ({ deadline }: Job) => isBusy(error) && at <= deadline
  const refused = queue.filter((job) => !isPatient(job))
  queue.splice(0, queue.length, ...queue.filter(isPatient))
  for (const job of refused) job.reject(error)
}

/** Runs the next works of the queue in the transaction that has begun. */
function commitGroup(session: Session, queue: Job[]): void {
  const firstAlone = queue.findIndex(({ alone }) => alone)
  const size = firstAlone === 0 ? 1 : Math.min(maxGroup, firstAlone < 0 ? queue.length : firstAlone)
  const group = queue.splice(0, size)
  try {
    const results = group.map(({ work }) => work())
    session.commit()
    group.forEach(({ resolve }, position) => {
      resolve(results[position] as never)
    })
  } catch (error) {
    session.abort(error)
    if (group.length === 1) {
      group[0]?.reject(error)
    } else {
      for (const job of group) job.alone = true
      queue.unshift(...group)
    }
  }
}

function readOnce<T>(session: Session, work: () => T): T {
  const fault = session.begin('BEGIN')
  if (fault) throw fault.error
  try {
    const result = work()
    session.commit()
    return result
  } catch (error) {
    session.abort(error)
    throw error
  }
}

/** Waits for the end of this turn of the event loop: every push that was read in it has requested its write by then. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A timer, not SQLite's busy timeout, which would block the event loop. It varies, so that processes do not all try at the same time. */
function pauseForLock(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 7))
}
