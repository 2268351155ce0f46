import { type Bilingual, isWehookError, WehookError } from '@wehook/core'
import { texts } from './texts.js'

/** What to change, by SQLite's primary result code; an extended code (SQLITE_IOERR_WRITE) matches by its beginning. */
const hints: readonly (readonly [string, Bilingual])[] = [
  ['SQLITE_BUSY', texts.fault.busy],
  ['SQLITE_LOCKED', texts.fault.busy],
  ['SQLITE_FULL', texts.fault.full],
  ['SQLITE_READONLY', texts.fault.readOnly],
  ['SQLITE_IOERR', texts.fault.io],
  ['SQLITE_CANTOPEN', texts.fault.cannotOpen],
  ['WEHOOK_MOVED', texts.fault.moved],
  ['SQLITE_CORRUPT', texts.fault.corrupt],
  ['SQLITE_NOTADB', texts.fault.notADatabase],
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

/** The disk failed, or the file was replaced by another one: it must be opened again. */
export function isBroken(error: unknown): boolean {
  const code = sqliteCode(error)
  return broken.some((start) => code.startsWith(start))
}

/** Turns an error of SQLite into one of wehook, with SQLite's as `cause`: its text never holds a bound value. */
export function toFault(
  error: unknown,
  code: 'ERR_INBOX_UNAVAILABLE' | 'ERR_TOKEN_UNAVAILABLE' | 'ERR_TASK_UNAVAILABLE',
  action: Bilingual,
): WehookError {
  if (isWehookError(error)) return error
  const name = sqliteCode(error) || (error instanceof Error ? error.name : 'unknown error')
  const hint = hints.find(([start]) => name.startsWith(start))?.[1] ?? texts.fault.other
  return new WehookError(code, texts.fault.message(action, name), { hint, cause: error })
}

function sqliteCode(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : ''
}
