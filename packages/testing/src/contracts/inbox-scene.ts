import type {
  ConsumeOptions,
  Consumer,
  Deliver,
  Inbox,
  InboxCounts,
  InboxEntry,
  StoredEntry,
} from '@wehook/core/storage'
import type { ContractCase } from './contract.js'

/** The functions that the inbox contract needs of an implementation; each case gets a harness of its own, with empty storage. */
export interface InboxHarness {
  /**
   * An inbox on the harness's one storage, as another process would open it. `leaseMs`: how long a claim lasts without being renewed
   * (it is renewed at a third of this); implementations for a single process may ignore it and return the same inbox.
   */
  open(options?: { readonly leaseMs?: number; readonly sealKey?: string }): Promise<Inbox>
  /** Simulates that the process of this inbox dies: from now on it releases nothing, renews no lease and writes no result. */
  crash?(inbox: Inbox): Promise<void>
  /** Everything that is stored, as one text, to search it for data that must not be readable. */
  raw?(): Promise<string>
  /** Ends what was opened; called by the runner after the case. */
  close(): Promise<void>
}

export type NewEntry = InboxEntry & { readonly infoType: string }

/** The setup of one running case: an inbox, and consumers that are closed when the case ends. */
export interface InboxScene {
  readonly harness: InboxHarness
  readonly inbox: Inbox
  consume(deliver: Deliver, options?: Partial<ConsumeOptions>, inbox?: Inbox): Promise<Consumer>
}

/** Waits of a few ms instead of the hours of the default; four attempts. */
export const shortDelaysMs: readonly number[] = [5, 5, 5]

export function inboxCase(
  name: string,
  play: (scene: InboxScene) => Promise<void>,
  options: { readonly needs?: 'crash' | 'raw'; readonly leaseMs?: number; readonly sealKey?: string } = {},
): ContractCase<InboxHarness> {
  const { needs, ...opening } = options
  return {
    name,
    ...(needs && { needs }),
    async run(harness) {
      const inbox = await harness.open(opening)
      const consumers: Consumer[] = []
      const consume: InboxScene['consume'] = async (deliver, overrides, from = inbox) => {
        const consumer = await from.consume(deliver, { concurrency: 4, retryDelaysMs: shortDelaysMs, ...overrides })
        consumers.push(consumer)
        return consumer
      }
      try {
        await play({ harness, inbox, consume })
      } finally {
        await Promise.allSettled(consumers.map((consumer) => consumer.close({ timeoutMs: 100 })))
      }
    },
  }
}

let serial = 0

/** A made-up entry; its id is 64 hex digits, like an event's. */
export function newEntry(fields: Partial<NewEntry> = {}): NewEntry {
  serial += 1
  return {
    id: serial.toString(16).padStart(64, '0'),
    componentAppId: 'wx0123456789abcdef',
    receivedAt: 1_795_000_000_000 + serial,
    infoType: 'component_verify_ticket',
    xml: `<xml><InfoType><![CDATA[component_verify_ticket]]></InfoType><serial>${serial}</serial></xml>`,
    ...fields,
  }
}

/** The entry that `deliver` must get for one that was put. */
export function withoutInfoType({ infoType: _infoType, ...entry }: NewEntry): InboxEntry {
  return entry
}

export async function stateOf(inbox: Inbox, entry: InboxEntry): Promise<StoredEntry['state'] | undefined> {
  return (await inbox.get(entry.id))?.state
}

/** Entries by state. */
export async function totals(
  inbox: Inbox,
): Promise<Pick<InboxCounts, 'pending' | 'unhandled' | 'dead' | 'handled' | 'discarded'>> {
  const { pending, unhandled, dead, handled, discarded } = await inbox.counts()
  return { pending, unhandled, dead, handled, discarded }
}

/** A promise that the case resolves: it keeps a delivery running as long as needed. */
export function createGate<T>(): { readonly opened: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => {}
  const opened = new Promise<T>((resolve) => {
    open = resolve
  })
  return { opened, open: (value) => open(value) }
}
