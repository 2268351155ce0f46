import { type Bilingual, WehookError } from '@wehook/core'
import { texts } from './texts.js'

/** Storing pushes needs one connection, deliveries need one, and a handler in a transaction needs one. */
const fewestConnections = 3

/** `storage`: the name of the function that was given the pool. `hint`: how to raise the limit. @throws ERR_OPTIONS_INVALID */
export function checkConnections(storage: string, limit: number, hint: Bilingual): void {
  if (limit >= fewestConnections) return
  throw new WehookError('ERR_OPTIONS_INVALID', texts.smallPool(storage, limit, fewestConnections), { hint })
}

/** The error of a database that may lose in a crash what it has committed. `change`: the SQL that ends this. */
export function notDurable(product: string, storage: string, fault: Bilingual, change: string): WehookError {
  const { message, hint } = texts.volatile
  return new WehookError('ERR_INBOX_UNAVAILABLE', message(product, fault), { hint: hint(storage, change) })
}
