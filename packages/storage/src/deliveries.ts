import { type ConsumeOptions, type Deliver, type InboxEntry, settledWithin } from '@wehook/core/storage'
import { conclude, type Ending, giveBack, type LifeRules } from './decide.js'
import type { Claim, EntryStore, Release } from './entry-store.js'

/** The pause before a release that the storage could not write is tried again. */
const faultPauseMs = 1_000

/** The claims of one consumer, from the moment they are taken until their release is written. */
export interface Deliveries<C extends Claim> {
  readonly held: ReadonlyMap<number, unknown>
  /** Handlers that run; fewer than are held while releases are being written. */
  running(): number
  begin(claim: C): void
  /** Calls the listeners for an entry that has become dead or unhandled. */
  announce(claim: C, release: Release): void
  /** Waits at most `timeoutMs` for all claims, and releases those that are left. */
  end(timeoutMs: number): Promise<void>
}

export interface DeliveriesOptions extends Pick<ConsumeOptions, 'onDead' | 'onUnhandled'> {
  readonly deliver: Deliver
  readonly rules: LifeRules
  readonly report: (error: unknown) => void
  /** A handler has ended: there is room for another entry. */
  readonly onRoom: () => void
  /** `deliver` had no handler for this InfoType. */
  readonly onRefused: (infoType: string) => void
}

export function createDeliveries<C extends Claim>(
  store: EntryStore<C>,
  { deliver, rules, report, onRoom, onRefused, onDead, onUnhandled }: DeliveriesOptions,
): Deliveries<C> {
  const held = new Map<number, { readonly claim: C; readonly done: Promise<void> }>()
  let running = 0
  let isAbandoned = false

  const announce = (claim: C, { state, attempts, lastError = '' }: Release) => {
    try {
      if (state === 'dead') onDead?.(toEntry(claim), attempts, lastError)
      if (state === 'unhandled') onUnhandled?.(toEntry(claim), claim.infoType)
    } catch (error) {
      report(error)
    }
  }

  const toEntry = (claim: C): InboxEntry => {
    try {
      return { ...claim.entry, xml: store.openText(claim) }
    } catch {
      return { ...claim.entry, xml: '' }
    }
  }

  /** A text that no key decrypts is reported at once, because every entry that was encrypted with the missing key fails the same way. */
  const open = (claim: C): InboxEntry => {
    try {
      return { ...claim.entry, xml: store.openText(claim) }
    } catch (error) {
      report(error)
      throw error
    }
  }

  const attempt = async (claim: C): Promise<Ending> => {
    try {
      const outcome = await deliver(open(claim), claim.attempts)
      if (outcome === 'unhandled') onRefused(claim.infoType)
      return { outcome }
    } catch (error) {
      return { error }
    }
  }

  /** The handler has ended. Its result is written again and again until the storage accepts it, or until the entry is released. */
  const write = async (claim: C, release: Release): Promise<void> => {
    while (!isAbandoned) {
      try {
        if (await store.release(claim, release)) announce(claim, release)
        return
      } catch (error) {
        report(error)
        await new Promise((resolve) => setTimeout(resolve, faultPauseMs))
      }
    }
  }

  const run = async (claim: C): Promise<void> => {
    running += 1
    const ending = await attempt(claim)
    running -= 1
    onRoom()
    await write(claim, conclude(claim, ending, rules))
    held.delete(claim.seq)
  }

  const claims = () => [...held.values()].map(({ claim }) => claim)
  const renewal = setInterval(() => {
    if (held.size > 0) store.renew(claims()).catch(report)
  }, rules.leaseMs / 3)

  return {
    held,
    running: () => running,
    begin(claim) {
      held.set(claim.seq, { claim, done: run(claim) })
    },
    announce,
    async end(timeoutMs) {
      const done = [...held.values()].map((one) => one.done)
      await settledWithin(done, timeoutMs)
      isAbandoned = true
      clearInterval(renewal)
      await Promise.all(claims().map((claim) => store.release(claim, giveBack(claim)))).catch(report)
    },
  }
}
