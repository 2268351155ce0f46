import type { Inbox, TaskStore, TokenStore } from '@wehook/core'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'

/** Where a storage lies; plain data, so that it can be handed to a process. */
export type StoragePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'redis'; readonly socket: string; readonly prefix: string }

/** Short, so that what a dead process held is taken over soon. */
export const leaseMs = 5_000

interface OpenStorage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  readonly tasks: TaskStore
  close(): Promise<void>
}

export function openStorage(place: StoragePlace): OpenStorage {
  return place.kind === 'sqlite'
    ? sqliteStorage({ file: place.file, leaseMs })
    : redisStorage({ connection: place.socket, prefix: place.prefix, leaseMs })
}
