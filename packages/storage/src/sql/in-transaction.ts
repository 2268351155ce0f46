import { WehookError } from '@wehook/core'
import type { SqlContext } from './context.js'
import { before, DeadlinePassed, deadlineIn, pause } from './deadline.js'
import { createGate } from './gate.js'
import { toKey } from './keys.js'
import type { SqlSession } from './port.js'
import { texts } from './texts.js'

/** The identity of an event; its inbox entry has the same id. */
export interface Identified {
  readonly id: string
}

/** Wraps a handler. `Tx` is the driver's connection. */
export type InTransaction<Tx> = <E extends Identified>(
  name: string,
  handler: (event: E, tx: Tx) => unknown,
) => (event: E) => Promise<void>

const maxNameLength = 100
const maxRetries = 3
/** Connections that stay free for puts and deliveries, whatever the handlers do. */
const keptFree = 2

/**
 * Runs handlers in a transaction of the host's database, each exactly once: a mark unique on (event, name) is committed together with
 * what the handler wrote.
 */
export function createInTransaction<Tx>(context: SqlContext, timeoutMs: number): InTransaction<Tx> {
  const names = new Set<string>()
  const gate = createGate(Math.max(1, context.port.max - keptFree))
  return (name, handler) => {
    checkName(names, name)
    return async (event) => {
      const deadline = deadlineIn(timeoutMs)
      const leave = await gate.enter(deadline).catch(() => Promise.reject(late(timeoutMs)))
      try {
        await context.ready()
        const mark = { key: toKey(event.id), handler: Buffer.from(name) }
        await retry(context, () => runOnce(context, mark, (tx) => handler(event, tx as Tx), deadline))
      } catch (error) {
        throw error instanceof DeadlinePassed ? late(timeoutMs) : error
      } finally {
        leave()
      }
    }
  }
}

/** @throws ERR_OPTIONS_INVALID */
function checkName(names: Set<string>, name: string): void {
  const isName = typeof name === 'string' && name.trim() !== '' && name.length <= maxNameLength
  if (!isName || names.has(name)) {
    const message = isName ? texts.inTransaction.sameName(name) : texts.inTransaction.badName(maxNameLength)
    throw new WehookError('ERR_OPTIONS_INVALID', message, { hint: texts.inTransaction.nameHint })
  }
  names.add(name)
}

/** After a deadlock or a serialization failure everything runs again: the database has rolled back all of it. */
async function retry(context: SqlContext, work: () => Promise<void>): Promise<void> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await work()
    } catch (error) {
      if (retries === maxRetries || !isRetried(context, error)) throw error
      await pause(10 + Math.random() * 90)
    }
  }
}

/** ORMs put the driver's error into `cause`. */
function isRetried({ dialect }: SqlContext, error: unknown): boolean {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (dialect.faultOf(inner) === 'retry') return true
  }
  return false
}

interface Mark {
  readonly key: Uint8Array
  readonly handler: Uint8Array
}

async function runOnce(
  context: SqlContext,
  mark: Mark,
  handler: (tx: unknown) => unknown,
  deadline: number,
): Promise<void> {
  const session = await context.port.acquire(deadline)
  let isDestroyed = false
  try {
    await session.begin()
    await commitOnce(context, session, mark, handler, deadline)
  } catch (error) {
    // A handler that has not ended may still use the connection, and a database that did not answer may still commit.
    isDestroyed = error instanceof DeadlinePassed
    if (!isDestroyed) await session.rollback().catch(() => undefined)
    throw error
  } finally {
    session.release(isDestroyed)
  }
}

async function commitOnce(
  context: SqlContext,
  session: SqlSession,
  mark: Mark,
  handler: (tx: unknown) => unknown,
  deadline: number,
): Promise<void> {
  const { dialect } = context
  const { marks } = dialect.tables
  const which = 'k = ? AND handler = ?'
  if (dialect.lockTimeout) await session.run(dialect.lockTimeout(Math.max(1, Math.round(deadline - performance.now()))))
  // Waits while another process runs the same handler for the same event.
  await session.run(dialect.insertMark, [mark.key, mark.handler])
  const { rows } = await session.run(`SELECT done FROM ${marks} WHERE ${which} FOR UPDATE`, [mark.key, mark.handler])
  if (rows[0]?.['done'] === 1) return session.rollback()
  await session.run('SAVEPOINT wehook')
  await runHandler(context, session, handler, deadline)
  await endHandler(context, session)
  const { changed } = await session.run(`UPDATE ${marks} SET done = 1 WHERE ${which} AND done = 0`, [
    mark.key,
    mark.handler,
  ])
  if (changed !== 1) throw endedEarly()
  await session.commit()
}

async function runHandler(
  { dialect }: SqlContext,
  session: SqlSession,
  handler: (tx: unknown) => unknown,
  deadline: number,
): Promise<void> {
  let isOpen = true
  const tx = dialect.guard(session.client, () => isOpen)
  try {
    const running = Promise.resolve().then(() => handler(tx))
    running.catch(() => undefined)
    await before(running, deadline, () => undefined)
  } finally {
    isOpen = false
  }
}

/**
 * The savepoint is missing when the transaction is no longer the one that was begun: either the server rolled it back and the handler caught
 * that error, or a statement of the handler committed it, as DDL does in MySQL. Then what the handler wrote afterwards cannot be undone.
 */
async function endHandler({ dialect }: SqlContext, session: SqlSession): Promise<void> {
  try {
    await session.run('RELEASE SAVEPOINT wehook')
  } catch (error) {
    const isConnectionsFault = error instanceof DeadlinePassed || dialect.faultOf(error) === 'broken'
    throw isConnectionsFault ? error : endedEarly(error)
  }
}

function endedEarly(cause?: unknown): WehookError {
  return new WehookError('ERR_HANDLER_FAILED', texts.inTransaction.endedEarly, {
    hint: texts.inTransaction.endedEarlyHint,
    cause,
  })
}

function late(timeoutMs: number): WehookError {
  return new WehookError('ERR_HANDLER_TIMEOUT', texts.inTransaction.late(timeoutMs), {
    hint: texts.inTransaction.lateHint,
  })
}
