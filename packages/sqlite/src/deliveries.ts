import { type ConsumeOptions, type Deliver, type InboxEntry, retryDelayMs, toLastError } from '@wehook/core/storage'
import { type Claim, type Death, giveBack, markDead, passOn, postpone, renew, settleHandled } from './claim.js'
import type { StorageContext } from './context.js'
import { optionalFields } from './row.js'
import { openedText, textName } from './text.js'

/** Before a settlement that the storage would not take is tried again. */
const faultPauseMs = 1_000

/** The claims of one consumer, from the moment they are taken until their settlement is on disk. */
export interface Deliveries {
  readonly held: ReadonlyMap<number, unknown>
  /** Handlers under way; fewer than `held` while settlements are being written. */
  running(): number
  begin(claim: Claim): void
  announce(death: Death): void
  announceUnhandled(claim: Claim): void
  /** Waits at most `timeoutMs` for all that is held, and gives back what is left. */
  end(timeoutMs: number): Promise<void>
}

/** What the end of an attempt does to its row: `write` gives the state that it is in then, `void` when the row is another's by now. */
interface Settlement {
  readonly write: () => 'handled' | 'pending' | 'unhandled' | 'dead' | 'void'
  readonly lastError?: string
}

export interface DeliveriesOptions extends ConsumeOptions {
  readonly deliver: Deliver
  readonly report: (error: unknown) => void
  /** A handler has ended: there is room for another entry. */
  readonly onRoom: () => void
  /** `deliver` had no handler for this InfoType. */
  readonly onRefused: (infoType: string) => void
}

export function createDeliveries(context: StorageContext, options: DeliveriesOptions): Deliveries {
  const { database, leaseMs } = context
  const { report, onRoom } = options
  const held = new Map<number, { readonly claim: Claim; readonly done: Promise<void> }>()
  let running = 0
  let abandoned = false

  const tell = (claim: Claim, listener: (entry: InboxEntry) => void) => {
    const xml = openedText(context.codec, claim.text, textName(claim.id)) ?? ''
    try {
      listener(toEntry(claim, xml))
    } catch (error) {
      report(error)
    }
  }
  const announce = (death: Death) => tell(death, (entry) => options.onDead?.(entry, death.attempts, death.lastError))
  const announceUnhandled = (claim: Claim) => tell(claim, (entry) => options.onUnhandled?.(entry, claim.infoType))

  /** A handler has done its work: what it came to is written however long the storage is at fault, or until it is given back. */
  const persist = async (claim: Claim, { write, lastError = '' }: Settlement): Promise<void> => {
    while (!abandoned) {
      try {
        const state = await database.write(write)
        if (state === 'dead') announce({ ...claim, lastError })
        if (state === 'unhandled') announceUnhandled(claim)
        return
      } catch (error) {
        report(error)
        await within([], faultPauseMs)
      }
    }
  }

  const run = async (claim: Claim): Promise<void> => {
    running += 1
    const settlement = await attempt(context, claim, options)
    running -= 1
    onRoom()
    await persist(claim, settlement)
    held.delete(claim.seq)
  }

  const renewal = setInterval(() => {
    const claims = [...held.values()].map(({ claim }) => claim)
    if (claims.length > 0) database.write(() => claims.map((claim) => renew(context, claim))).catch(report)
  }, leaseMs / 3)

  return {
    held,
    running: () => running,
    begin(claim) {
      held.set(claim.seq, { claim, done: run(claim) })
    },
    announce,
    announceUnhandled,
    async end(timeoutMs) {
      const done = [...held.values()].map((one) => one.done)
      if (done.length > 0) await within(done, timeoutMs)
      abandoned = true
      clearInterval(renewal)
      const rest = [...held.values()].map(({ claim }) => claim)
      if (rest.length > 0) await database.write(() => rest.map((claim) => giveBack(context, claim))).catch(report)
    },
  }
}

async function attempt(context: StorageContext, claim: Claim, options: DeliveriesOptions): Promise<Settlement> {
  const { deliver, retryDelaysMs, report } = options
  try {
    const outcome = await deliver(toEntry(claim, open(context, claim, report)), claim.attempts)
    if (outcome === 'handled') return { write: () => (settleHandled(context, claim) ? 'handled' : 'void') }
    options.onRefused(claim.infoType)
    const offered = { ...claim, attempts: claim.attempts - 1 }
    return { write: () => passOn(context, offered, options) }
  } catch (error) {
    const lastError = toLastError(error)
    const delayMs = retryDelayMs(retryDelaysMs, claim.attempts, error)
    if (delayMs === undefined)
      return { write: () => (markDead(context, claim, lastError) ? 'dead' : 'void'), lastError }
    return { write: () => (postpone(context, claim, delayMs, lastError) ? 'pending' : 'void') }
  }
}

/** A text that no key opens fails the attempt, and is told at once: all entries that were sealed with that key fail alike. */
function open({ codec }: StorageContext, { id, text }: Claim, report: DeliveriesOptions['report']): string {
  try {
    return codec.fromStored(text, textName(id))
  } catch (error) {
    report(error)
    throw error
  }
}

function toEntry(claim: Claim, xml: string): InboxEntry {
  const { id, componentAppId, receivedAt, channel, appid, traceparent } = claim
  return { id, componentAppId, receivedAt, xml, ...optionalFields({ channel, appid, traceparent }) }
}

/** Resolves when all is done, after `timeoutMs` at the latest; a pause, when there is nothing to wait for but the time. */
async function within(work: readonly Promise<void>[], timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await (work.length > 0 ? Promise.race([Promise.all(work), timeout]) : timeout)
  clearTimeout(timer)
}
