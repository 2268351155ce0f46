import { createRequire } from 'node:module'
import { WehookError } from '@wehook/core'
import type { SqliteConnection } from './connection.js'
import { texts } from './texts.js'

type Libsql = new (file: string) => SqliteConnection

/**
 * The default driver. It is loaded at the first use and by `require`, so that an app which brings its own driver needs no libsql, and so
 * that a bundler leaves libsql's binary where it is installed.
 *
 * @throws ERR_OPTIONS_INVALID when libsql or its binary for this platform is not installed
 */
export function openLibsql(file: string): SqliteConnection {
  const Connection = loadLibsql()
  return new Connection(file)
}

/** Where libsql is installed, for a worker to load it from. */
export function resolveLibsql(): string {
  return requireHere().resolve('libsql')
}

function loadLibsql(): Libsql {
  try {
    return requireHere()('libsql') as Libsql
  } catch (cause) {
    throw new WehookError('ERR_OPTIONS_INVALID', texts.libsqlMissing.message(`${process.platform}-${process.arch}`), {
      hint: texts.libsqlMissing.hint,
      cause,
    })
  }
}

/** `require` relative to this file, or to the bundle that contains it: in a CommonJS bundle `import.meta.url` is empty. */
function requireHere(): NodeJS.Require {
  return createRequire(import.meta.url || __filename)
}
