import { before, DeadlinePassed, deadlineIn, pause } from './deadline.js'
import type { Fault, SqlPort, SqlSession } from './port.js'

/**
 * Runs works one after another, each on a connection that it releases afterwards: a lane uses at most one connection of the host's pool.
 * A work runs again after a deadlock or a lost connection, so it must have the same effect when it runs twice.
 */
export interface Lane {
  run<T>(work: (session: SqlSession) => Promise<T>, withinMs?: number): Promise<T>
}

const maxAttempts = 4
const defaultWithinMs = 5_000

export function createLane(port: SqlPort, faultOf: (error: unknown) => Fault): Lane {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(work, withinMs = defaultWithinMs) {
      const deadline = deadlineIn(withinMs)
      const turn = last.then(() => attempt(port, faultOf, work, deadline))
      last = turn.catch(() => undefined)
      return before(turn, deadline, () => undefined)
    },
  }
}

async function attempt<T>(
  port: SqlPort,
  faultOf: (error: unknown) => Fault,
  work: (session: SqlSession) => Promise<T>,
  deadline: number,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await useSession(port, work, deadline)
    } catch (error) {
      const fault = error instanceof DeadlinePassed ? 'other' : faultOf(error)
      const isRepeated = (fault === 'retry' || fault === 'broken') && attempts < maxAttempts
      if (!isRepeated || performance.now() > deadline) throw error
      // The pause varies, so that two processes that caused a deadlock do not cause it again.
      await pause(fault === 'retry' ? 10 + Math.random() * 90 : attempts * 5)
    }
  }
}

/** Takes a connection for `work` and releases it afterwards. */
export async function useSession<T>(
  port: SqlPort,
  work: (session: SqlSession) => Promise<T>,
  deadline: number,
): Promise<T> {
  if (performance.now() > deadline) throw new DeadlinePassed('no connection was free in time')
  const session = await port.acquire(deadline)
  try {
    return await work(session)
  } finally {
    session.release()
  }
}

/** Runs `work` in a transaction: commits all of its changes or none. */
export async function transact<T>(session: SqlSession, work: () => Promise<T>): Promise<T> {
  await session.begin()
  try {
    const result = await work()
    await session.commit()
    return result
  } catch (error) {
    // If the rollback fails, the transaction stays open, and `release` destroys the connection.
    await session.rollback().catch(() => undefined)
    throw error
  }
}
