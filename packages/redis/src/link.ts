import { isWehookError, type WehookError, type WehookErrorCode } from '@wehook/core'
import { within } from '@wehook/core/storage'
import type { Client } from './client.js'
import { type Connection, openConnection, whenReady } from './connection.js'
import { toError } from './error.js'
import { isPermissionMissing, type Obstacle, obstacleOf } from './obstacle.js'
import type { RedisSettings } from './options.js'
import { faults } from './texts.js'

/** The limits while a push waits. Both together must end in the 2 s that the receiver waits for a put. */
const promptly = { connectWithinMs: 1_000, withinMs: 1_800 }

export type TimeLimits = typeof promptly

/** The result of a use of Redis. */
export type Attempt<T> = { readonly value: T } | { readonly error: WehookError; readonly isRefusal: boolean }

/** A connection that is opened at its first use. Every use has a time limit. */
export interface Link {
  /** Runs `work` with a client that is ready; rejects with the link's error code, within 1.8 s unless `limits` say otherwise. */
  use<T>(work: (client: Client) => Promise<T>, limits?: Partial<TimeLimits>): Promise<T>
  /** As `use`, but never rejects: the result distinguishes a Redis that refuses this configuration from one that cannot be used now. */
  attempt<T>(work: (client: Client) => Promise<T>, limits?: Partial<TimeLimits>): Promise<Attempt<T>>
  close(): void
}

/** Checks that a client may be used, once for each connection; called again after it has rejected. */
export type Check = (client: Client, code: WehookErrorCode) => Promise<void>

export function createLink(settings: RedisSettings, code: WehookErrorCode, check: Check = async () => {}): Link {
  const closing = new AbortController()
  let connection: Connection | undefined
  let connecting: Promise<boolean> | undefined
  let checked: Promise<void> | undefined

  const open = () => {
    const opened = openConnection(settings)
    opened.client.on('close', () => {
      checked = undefined
    })
    return opened
  }

  const checkOnce = (client: Client) => {
    checked ??= check(client, code).catch((error: unknown) => {
      checked = undefined
      throw error
    })
    return checked
  }

  /** All callers share one wait. */
  const ready = (client: Client) => {
    connecting ??= whenReady(client, closing.signal)
      .then(() => true)
      .finally(() => {
        connecting = undefined
      })
    return connecting
  }

  const fail = ({ fault, isRefusal }: Obstacle, cause?: unknown) => {
    if (closing.signal.aborted) return { error: toError(code, faults.closed), isRefusal: true }
    // After a failover the address leads to the new primary, but the open connection still leads to the old one.
    if (fault === faults.readOnly) connection?.client.disconnect(true)
    return { error: toError(code, fault, cause), isRefusal }
  }

  /** Runs the check again: it names a permission that was taken away, which the error of a script does not. */
  const explain = async (error: unknown, client: Client): Promise<never> => {
    if (isPermissionMissing(error)) {
      checked = undefined
      await checkOnce(client)
    }
    throw error
  }

  const attempt: Link['attempt'] = async (work, limits) => {
    const { connectWithinMs, withinMs } = { ...promptly, ...limits }
    const steps = async () => {
      if (closing.signal.aborted) return fail(silent)
      connection ??= open()
      const { client, databaseRefused } = connection
      await within(ready(client), connectWithinMs, () => notReady)
      const refused = databaseRefused()
      if (refused) return fail(refused)
      await checkOnce(client)
      return { value: await work(client).catch((error: unknown) => explain(error, client)) }
    }
    try {
      // After the time limit, commands that `work` has sent may still take effect in Redis.
      return await within(steps(), withinMs, () => noAnswer)
    } catch (error) {
      if (error === notReady) return fail(connection?.obstacle() ?? silent)
      if (error === noAnswer) return fail(silent)
      return isWehookError(error) ? { error, isRefusal: true } : fail(obstacleOf(error), error)
    }
  }

  return {
    attempt,
    async use(work, limits) {
      const result = await attempt(work, limits)
      if ('error' in result) throw result.error
      return result.value
    },
    close() {
      closing.abort()
      connection?.client.disconnect()
    },
  }
}

const notReady = new Error('the connection was not ready in time')
const noAnswer = new Error('no answer in time')
const silent: Obstacle = { fault: faults.noAnswer, isRefusal: false }
