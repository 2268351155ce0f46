import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Inbox, SealKey, TaskStore, TokenStore } from '@wehook/core'
import { type OpenConnection, type SqliteConnection, type SqliteStorage, sqliteStorage } from '@wehook/sqlite'
import type { InboxHarness, TaskStoreHarness, TokenStoreHarness } from '@wehook/testing'

type Opening = { readonly leaseMs?: number; readonly sealKey?: SealKey }

/** One file in a directory of its own; each `open` is a storage with a connection of its own, as another process would have. */
function createFile(openConnection: OpenConnection) {
  const directory = mkdtempSync(join(tmpdir(), 'wehook-sqlite-'))
  const file = join(directory, 'wehook.db')
  const opened: { readonly storage: SqliteStorage; readonly connection: SqliteConnection }[] = []
  return {
    open(options: Opening = {}): SqliteStorage {
      let connection: SqliteConnection | undefined
      const open = (path: string) => {
        connection = openConnection(path)
        return connection
      }
      const storage = sqliteStorage({ file, open, ...options })
      if (connection) opened.push({ storage, connection })
      return storage
    },
    /** Nothing that this storage still wants to write gets through. */
    crash(owner: Inbox | TokenStore): void {
      opened.find(({ storage }) => storage.inbox === owner || storage.tokens === owner)?.connection.close()
    },
    raw(): string {
      return [file, `${file}-wal`]
        .filter(existsSync)
        .map((path) => readFileSync(path, 'utf8'))
        .join('\n')
    },
    async close(): Promise<void> {
      await Promise.allSettled(opened.map(({ storage }) => storage.close()))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export function createSqliteInboxHarness(openConnection: OpenConnection) {
  return async (): Promise<InboxHarness> => {
    const file = createFile(openConnection)
    return {
      open: async (options) => file.open(options).inbox,
      crash: async (inbox) => file.crash(inbox),
      raw: async () => file.raw(),
      close: () => file.close(),
    }
  }
}

export function createSqliteTokenHarness(openConnection: OpenConnection) {
  return async (): Promise<TokenStoreHarness> => {
    const file = createFile(openConnection)
    return {
      open: async (options) => file.open(options).tokens,
      crash: async (store) => file.crash(store),
      raw: async () => file.raw(),
      close: () => file.close(),
    }
  }
}

export function createSqliteTaskHarness(openConnection: OpenConnection) {
  return async (): Promise<TaskStoreHarness> => {
    const file = createFile(openConnection)
    return {
      open: async (options): Promise<TaskStore> => file.open(options as Opening).tasks,
      raw: async () => file.raw(),
      close: () => file.close(),
    }
  }
}
