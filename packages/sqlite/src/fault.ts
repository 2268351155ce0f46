import { isWehookError, WehookError } from '@wehook/core'

/** What mends which of SQLite's primary result codes; extended codes (SQLITE_IOERR_WRITE) go by their beginning. */
const hints: readonly (readonly [string, string])[] = [
  ['SQLITE_BUSY', 'another process holds the write lock for long: keep backups and shells from open transactions'],
  ['SQLITE_LOCKED', 'another process holds the write lock for long: keep backups and shells from open transactions'],
  ['SQLITE_FULL', 'the disk is full: free space; service resumes by itself'],
  [
    'SQLITE_READONLY',
    'the file or its file system is read-only: mend the mount or the owner; service resumes by itself',
  ],
  ['SQLITE_IOERR', 'the disk does not answer as it should: look at the system log'],
  [
    'SQLITE_CANTOPEN',
    'the file cannot be reached: missing, not mounted or not writable for this user; service resumes by itself',
  ],
  [
    'WEHOOK_MOVED',
    'the file was removed, moved or replaced under the running server: put it back, or restart every process that has it open',
  ],
  ['SQLITE_CORRUPT', 'the file is damaged: restore the last backup beside it'],
  ['SQLITE_NOTADB', 'the file is no SQLite database: choose another path'],
]

export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error)
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')
}

const broken: readonly string[] = [
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
]

/** The disk failed under the connection, or another file has taken the place of its own: it is to be opened anew. */
export function isBroken(error: unknown): boolean {
  const code = sqliteCode(error)
  return broken.some((start) => code.startsWith(start))
}

/** An error of ours in place of SQLite's; SQLite's text goes to `cause`, it never holds a bound value. */
export function toFault(
  error: unknown,
  code: 'ERR_INBOX_UNAVAILABLE' | 'ERR_TOKEN_UNAVAILABLE',
  deed: string,
): WehookError {
  if (isWehookError(error)) return error
  const name = sqliteCode(error) || (error instanceof Error ? error.name : 'unknown error')
  const hint = hints.find(([start]) => name.startsWith(start))?.[1] ?? 'look at the cause of this error'
  return new WehookError(code, `the SQLite file could not ${deed}: ${name}`, { hint, cause: error })
}

function sqliteCode(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : ''
}
