import type { Channel } from '@wehook/core/storage'
import { type EntryStore, textName } from '@wehook/storage'
import { claimDue, nextDueAt, release, renew, type SqliteClaim } from './claim.js'
import { createClockWatch, recall } from './clock.js'
import type { StorageContext } from './context.js'
import { toFault } from './fault.js'
import { revive, unhandledInfoTypes } from './operate.js'
import { texts } from './texts.js'

/** The entries of one channel, for one consumer. */
export function createEntryStore(context: StorageContext, channel: Channel): EntryStore<SqliteClaim> {
  const { database, codec, now } = context
  const isClockSetBack = createClockWatch(now)
  return {
    async beforeLook() {
      if (isClockSetBack()) await database.write(() => recall(context))
    },
    async dueInMs() {
      const dueAt = await nextDueAt(context, channel)
      return dueAt === undefined ? undefined : dueAt - now()
    },
    take: (limit, held, decide) => database.write(() => claimDue(context, { channel, limit, held, decide })),
    release: (claim, how) => database.write(() => release(context, claim, how)),
    renew: (claims) =>
      database.write(() => {
        for (const claim of claims) renew(context, claim)
      }),
    openText: ({ entry, text }) => codec.fromStored(text, textName(entry.id)),
    unhandledInfoTypes: () => unhandledInfoTypes(context, channel),
    revive: (infoType) => revive(context, infoType, channel),
    toFault: (error) => toFault(error, 'ERR_INBOX_UNAVAILABLE', texts.actions.deliver),
  }
}
