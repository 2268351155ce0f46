import { WehookError } from '@wehook/core'
import { texts } from './texts.js'

/** A bit of mysql2's `serverStatus`: a transaction is open. */
const inTransaction = 1
const autocommit = 2

/** Whether a change that was made outside a transaction is committed. It is not where autocommit is off: then it would wait for a COMMIT that never comes. */
export function isCommitted(serverStatus: number): boolean {
  return (serverStatus & autocommit) !== 0 && (serverStatus & inTransaction) === 0
}

export function uncommitted(): WehookError {
  return new WehookError('ERR_INBOX_UNAVAILABLE', texts.uncommitted.message, { hint: texts.uncommitted.hint })
}
