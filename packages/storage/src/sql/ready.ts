import type { Bilingual } from '@wehook/core'
import { deadlineIn } from './deadline.js'
import type { Dialect } from './dialect.js'
import { useSession } from './lane.js'
import { migrate } from './migrate.js'
import type { SqlPort } from './port.js'

const startWithinMs = 60_000

export interface ReadyOptions {
  readonly migrate: boolean
  readonly allowVolatile: boolean
  readonly warn: (text: Bilingual) => void
}

/** Creates the schema and checks the database at the first call. A failure is not kept: the next call tries again. */
export function createReady(port: SqlPort, dialect: Dialect, options: ReadyOptions): () => Promise<void> {
  let ready: Promise<void> | undefined
  return () => {
    ready ??= prepare(port, dialect, options).catch((error: unknown) => {
      ready = undefined
      throw error
    })
    return ready
  }
}

async function prepare(port: SqlPort, dialect: Dialect, options: ReadyOptions): Promise<void> {
  const doubts = await useSession(
    port,
    async (session) => {
      await migrate(dialect, session, options.migrate)
      return options.allowVolatile ? [] : dialect.schema.checkDurability(session)
    },
    deadlineIn(startWithinMs),
  )
  for (const doubt of doubts) options.warn(doubt)
}
