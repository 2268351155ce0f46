import { WehookError, type WehookErrorCode } from '@wehook/core'
import { bounded, type Client, openClient, whenReady } from './connection.js'
import { doubtsOf, readDurability, refuseVolatile } from './durability.js'
import type { ConnectionRole, RedisSettings } from './options.js'

/** For what a push waits for: both together end before the receiver's 2 s. */
const promptly = { connectWithinMs: 1_000, withinMs: 1_800 }

export type Patience = typeof promptly

/** A connection that is opened when it is first needed, and whose every use ends in time. */
export interface Link {
  /** Runs `work` with a client that is ready; rejects with the link's error code, within 1.8 s unless told to be more patient. */
  use<T>(work: (client: Client) => Promise<T>, patience?: Partial<Patience>): Promise<T>
  close(): void
}

export function createLink(
  settings: RedisSettings,
  role: ConnectionRole,
  code: WehookErrorCode,
  onOpen: (client: Client) => (client: Client) => Promise<void> = () => async () => {},
): Link {
  let opened: { readonly client: Client; readonly check: (client: Client) => Promise<void> } | undefined
  const closing = new AbortController()
  let connecting: Promise<void> | undefined
  const open = () => {
    const client = openClient(settings, role)
    return { client, check: onOpen(client) }
  }
  const ready = (client: Client) => {
    connecting ??= whenReady(client, closing.signal).finally(() => {
      connecting = undefined
    })
    return connecting
  }
  return {
    async use(work, patience) {
      const { connectWithinMs, withinMs } = { ...promptly, ...patience }
      if (closing.signal.aborted) throw unavailable(code, new Error('the storage is closed'))
      const steps = async () => {
        opened ??= open()
        const { client, check } = opened
        await bounded(ready(client), connectWithinMs, 'connection to')
        await check(client)
        return work(client)
      }
      try {
        return await bounded(steps(), withinMs)
      } catch (error) {
        throw error instanceof WehookError ? error : unavailable(code, error)
      }
    },
    close() {
      closing.abort()
      opened?.client.disconnect()
    },
  }
}

function unavailable(code: WehookErrorCode, cause: unknown): WehookError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new WehookError(code, `Redis did not do what was asked: ${reason}`, {
    hint: 'see that Redis runs and can be reached from here; the storage reconnects by itself',
    cause,
  })
}

/**
 * The check of DESIGN §9, made again after every reconnection, since another server may have taken over; a refusal is not
 * remembered, so that a mended Redis is accepted at the next push.
 */
export function createDurabilityCheck({ allowVolatile, warn }: RedisSettings) {
  const told = new Set<string>()
  return (client: Client) => {
    let passed: Promise<void> | undefined
    client.on('close', () => {
      passed = undefined
    })
    const check = async () => {
      const durability = await readDurability(client)
      if (!allowVolatile) refuseVolatile(durability)
      for (const doubt of allowVolatile ? [] : doubtsOf(durability)) {
        if (!told.has(doubt)) warn(`wehook: ${doubt}`)
        told.add(doubt)
      }
    }
    return () => {
      passed ??= check().catch((error: unknown) => {
        passed = undefined
        throw error
      })
      return passed
    }
  }
}
