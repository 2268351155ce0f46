import { createMemoryInbox, createMemoryTaskStore, createMemoryTokenStore } from '@wehook/core'
import { inboxContract, taskStoreContract, tokenStoreContract } from '@wehook/testing'
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

runContract(
  'memory task store',
  taskStoreContract,
  async () => {
    const store = createMemoryTaskStore()
    return { open: async () => store, close: async () => {} }
  },
  ['raw'],
)

describe('memory storages', () => {
  it('say that they are not durable', () => {
    expect(createMemoryInbox().durable).toBe(false)
    expect(createMemoryTaskStore().durable).toBe(false)
  })
})
