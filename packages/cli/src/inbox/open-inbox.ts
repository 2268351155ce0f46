import type { Inbox } from '@wehook/core/storage'
import { type Args, type Context, UsageError } from '../command.js'
import { loadStorage } from '../load-storage.js'

export interface OpenedInbox {
  readonly inbox: Inbox
  close(): Promise<void>
}

/** Opens the inbox of a SQLite file or a Redis URL. The storage's package is loaded only here. */
export async function openInbox(storage: string, args: Args, { io }: Context): Promise<OpenedInbox> {
  const sealKey = args.text('seal-key') ?? (io.env['WX_SEAL_KEY'] || undefined)
  const sealed = sealKey === undefined ? {} : { sealKey }
  if (/^rediss?:\/\//.test(storage)) {
    const prefix = args.text('prefix')
    const { redisStorage } = await loadStorage('@wehook/redis', () => import('@wehook/redis'))
    const named = prefix === undefined ? {} : { prefix }
    return redisStorage({ connection: storage, allowVolatile: true, warn: () => {}, ...named, ...sealed })
  }
  if (/^\w+:\/\//.test(storage)) throw unknownStorage(storage)
  // Opening a file that does not exist would create it.
  if (!io.exists(storage)) throw new UsageError(`there is no file ${storage}`, `没有文件 ${storage}`)
  const { sqliteStorage } = await loadStorage('@wehook/sqlite', () => import('@wehook/sqlite'))
  return sqliteStorage({ file: storage, ...sealed })
}

function unknownStorage(storage: string): UsageError {
  const scheme = storage.slice(0, storage.indexOf(':'))
  return new UsageError(
    `${scheme}:// cannot be opened by this command: give a SQLite file or redis://…, rediss://…`,
    `无法打开 ${scheme}://：请给出 SQLite 文件，或 redis://…、rediss://…`,
  )
}
