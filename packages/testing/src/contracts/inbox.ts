import type { ContractCase } from './contract.js'
import { inboxDeliveryCases } from './inbox-delivery.js'
import { inboxLifeCases } from './inbox-life.js'
import { inboxListCases } from './inbox-list.js'
import { inboxOperateCases } from './inbox-operate.js'
import { inboxPassingCases } from './inbox-passing.js'
import type { InboxHarness } from './inbox-scene.js'
import { inboxStoreCases } from './inbox-store.js'

export type { InboxHarness } from './inbox-scene.js'

/** Every behaviour that the receiver relies on in an `Inbox`, one case each. */
export const inboxContract: readonly ContractCase<InboxHarness>[] = [
  ...inboxStoreCases,
  ...inboxListCases,
  ...inboxDeliveryCases,
  ...inboxPassingCases,
  ...inboxOperateCases,
  ...inboxLifeCases,
]
