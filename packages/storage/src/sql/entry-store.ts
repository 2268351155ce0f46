import { randomBytes } from 'node:crypto'
import { type ConsumeOptions, defaultUnhandledAfterMs } from '@wehook/core/storage'
import type { EntryStore, Release, Taken } from '../entry-store.js'
import { openText, type SqlClaim, toClaim, toDueEntry } from './claim.js'
import type { SqlContext } from './context.js'
import { toFault } from './faults.js'
import { createReleaser, renew } from './release.js'
import { revive, unhandledInfoTypes } from './revive.js'
import { channelNumbers } from './rows.js'
import { texts } from './texts.js'

/** The most entries that one query takes: more would take longer to finish than a second query does. */
const maxClaims = 64

/** The entries of one channel, for one consumer. */
export function createEntryStore(context: SqlContext, options: ConsumeOptions): EntryStore<SqlClaim> {
  const { dialect, work, leaseMs } = context
  const { handles = () => true, unhandledAfterMs = defaultUnhandledAfterMs } = options
  const channel = channelNumbers[options.channel ?? 'authorization']
  const owner = randomBytes(16)
  const foreign = createForeignTypes(handles)
  const release = createReleaser(context)
  return {
    beforeLook: context.ready,
    dueInMs: () => dueInMs(context, channel),
    async take(limit, held, decide): Promise<Taken<SqlClaim>> {
      const request = {
        limit: Math.min(limit, maxClaims),
        held: [...held.keys()],
        foreign: foreign.list(),
        ...{ channel, owner, leaseMs, unhandledAfterMs },
      }
      const rows = await work.run((session) => dialect.claim(session, request))
      const decided = rows.map((row) => {
        const claim = toClaim(row)
        return { claim, verdict: decide(toDueEntry(context, row, claim)) }
      })
      for (const { claim } of decided) foreign.note(claim.infoType)
      const released = await Promise.all(
        decided.map(async ({ claim, verdict }) =>
          verdict !== 'deliver' && (await release(claim, verdict)) ? [{ claim, release: verdict }] : [],
        ),
      )
      const claims = decided.filter(({ verdict }) => verdict === 'deliver').map(({ claim }) => claim)
      return { claims, released: released.flat() satisfies { release: Release }[] }
    },
    release,
    renew: (claims) => renew(context, claims),
    openText: (claim) => openText(context, claim),
    unhandledInfoTypes: () => unhandledInfoTypes(context),
    revive: (infoType) => revive(context, infoType, channel),
    toFault: (error) => toFault(dialect, error, 'ERR_INBOX_UNAVAILABLE', texts.actions.deliver),
  }
}

/** Collects the InfoTypes that were seen and have no handler in this process. */
function createForeignTypes(handles: (infoType: string) => boolean) {
  const foreign = new Set<string>()
  return {
    note(infoType: string) {
      if (!handles(infoType)) foreign.add(infoType)
    },
    list() {
      for (const infoType of foreign) if (handles(infoType)) foreign.delete(infoType)
      return [...foreign].map((infoType) => Buffer.from(infoType))
    },
  }
}

async function dueInMs({ dialect, work }: SqlContext, channel: number): Promise<number | undefined> {
  const { now, tables } = dialect
  const { rows } = await work.run((session) =>
    session.run(
      `SELECT due_at - ${now} AS wait FROM ${tables.entries} WHERE state = 0 AND channel = ? AND due_at IS NOT NULL
       ORDER BY due_at LIMIT 1`,
      [channel],
    ),
  )
  return rows[0] && Number(rows[0]['wait'])
}
