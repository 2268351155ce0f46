import { createMemoryInbox, createMemoryTokenStore } from '@wehook/core'
import { inboxContract, tokenStoreContract } from '@wehook/testing'
import { describe, expect, it } from 'vitest'
import { runContract } from '../support/run-contract.js'

runContract(
  'memory inbox',
  inboxContract,
  async () => {
    const inbox = createMemoryInbox()
    return { open: async () => inbox, close: async () => {} }
  },
  ['crash', 'raw'],
)

runContract(
  'memory token store',
  tokenStoreContract,
  async () => {
    const store = createMemoryTokenStore()
    return { open: async () => store, close: async () => {} }
  },
  ['crash', 'raw'],
)

describe('memory inbox', () => {
  it('says that it is not durable', () => {
    expect(createMemoryInbox().durable).toBe(false)
  })
})
