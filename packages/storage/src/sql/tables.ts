import { WehookError } from '@wehook/core'
import { texts } from './texts.js'

/** The names of wehook's tables as statements use them: quoted, and with the schema in PostgreSQL. */
export interface Tables {
  readonly schema: string
  readonly entries: string
  readonly marks: string
  readonly tokens: string
  readonly locks: string
  readonly tasks: string
  readonly taskKeys: string
}

const suffixes = {
  schema: 'schema',
  entries: 'entries',
  marks: 'marks',
  tokens: 'tokens',
  locks: 'locks',
  tasks: 'tasks',
  taskKeys: 'task_keys',
} as const satisfies Record<keyof Tables, string>

/** PostgreSQL silently cuts names after 63 characters, MySQL refuses more than 64. This prefix leaves room for the names of indexes. */
const prefixPattern = /^[a-z][a-z0-9_]{0,29}$/

/** @throws ERR_OPTIONS_INVALID */
export function checkPrefix(prefix: string): string {
  if (prefixPattern.test(prefix)) return prefix
  throw new WehookError('ERR_OPTIONS_INVALID', texts.prefix.message, { hint: texts.prefix.hint })
}

export function nameTables(prefix: string, quote: (name: string) => string): Tables {
  const names = Object.entries(suffixes).map(([table, suffix]) => [table, quote(`${prefix}${suffix}`)])
  return Object.fromEntries(names) as unknown as Tables
}
