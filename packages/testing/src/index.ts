export type { ContractCase } from './contracts/contract.js'
export { type InboxHarness, inboxContract } from './contracts/inbox.js'
export { type TokenStoreHarness, tokenStoreContract } from './contracts/token-store.js'
