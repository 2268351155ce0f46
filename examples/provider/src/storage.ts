import { join } from 'node:path'
import type { Inbox, TaskStore, TokenStore } from '@wehook/core'
import { mysqlStorage } from '@wehook/mysql'
import { postgresStorage } from '@wehook/postgres'
import { redisStorage } from '@wehook/redis'
import { sqliteStorage } from '@wehook/sqlite'
import { createPool } from 'mysql2/promise'
import { Pool } from 'pg'

/** What the backend needs of a storage; each of wehook's has it. */
export interface Storage {
  readonly inbox: Inbox
  readonly tokens: TokenStore
  readonly tasks: TaskStore
  close(): Promise<void>
}

type Open = (url: string, folder: string) => Storage

/** By the scheme of the URL; `sqlite:` is a file in the folder. */
const storages: Readonly<Record<string, Open>> = {
  'sqlite:': (_url, folder) => sqliteStorage({ file: join(folder, 'provider.db') }),
  'redis:': (connection) => redisStorage({ connection }),
  'mysql:'(uri) {
    const pool = createPool({ uri })
    return closing(mysqlStorage({ pool }), pool)
  },
  'postgres:'(connectionString) {
    const pool = new Pool({ connectionString })
    return closing(postgresStorage({ pool }), pool)
  },
}

/** The storage leaves the host's pool open; this app has no other use for it. */
function closing(storage: Storage, pool: { end(): Promise<void> }): Storage {
  const { inbox, tokens, tasks } = storage
  return {
    ...{ inbox, tokens, tasks },
    async close() {
      await storage.close()
      await pool.end()
    },
  }
}

export function openStorage(url: string, folder: string): Storage {
  const open = storages[new URL(url).protocol]
  if (!open) throw new Error(`STORAGE begins with one of ${Object.keys(storages).join(' ')}`)
  return open(url, folder)
}
