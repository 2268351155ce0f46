import type { ContractCase } from './contract.js'
import { inboxDeliveryCases } from './inbox-delivery.js'
import { inboxLifeCases } from './inbox-life.js'
import type { InboxHarness } from './inbox-scene.js'
import { inboxStoreCases } from './inbox-store.js'

export type { InboxHarness } from './inbox-scene.js'

/** Every behaviour that the receiver relies on in an `Inbox` (DESIGN §9), one case each. */
export const inboxContract: readonly ContractCase<InboxHarness>[] = [
  ...inboxStoreCases,
  ...inboxDeliveryCases,
  ...inboxLifeCases,
]
