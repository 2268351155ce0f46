import { WehookError } from '@wehook/core'
import { texts } from './texts.js'

/** Which members of a driver's connection a handler in a transaction may not use, and which ones take statements. */
export interface GuardRules {
  /** Methods that would begin or end the transaction or release its connection. */
  readonly forbidden: readonly string[]
  /** Methods whose first argument is a statement, or an object that holds one as `sql` or `text`. */
  readonly queries: readonly string[]
  /** Properties that are another connection object of the driver, and methods that give one. */
  readonly inner: readonly string[]
}

/**
 * A connection for a handler. It can do everything that the driver's can, except end the transaction; and it cannot be used after the handler has
 * ended. It also refuses an ORM that begins a transaction of its own, since that COMMIT would commit the transaction of wehook.
 */
export function guardClient<T extends object>(client: T, isOpen: () => boolean, rules: GuardRules): T {
  return new Proxy(client, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target)
      const name = String(property)
      const isInner = rules.inner.includes(name)
      if (typeof value === 'object' && value !== null && isInner) return guardClient(value, isOpen, rules)
      if (typeof value !== 'function') return value
      return (...args: readonly unknown[]) => {
        if (!isOpen()) throw refused(texts.guard.ended)
        if (rules.forbidden.includes(name)) throw refused(texts.guard.method(name))
        if (rules.queries.includes(name)) refuseControl(args[0])
        const result: unknown = Reflect.apply(value, target, args)
        return isInner ? guardClient(result as object, isOpen, rules) : result
      }
    },
  })
}

const leadingComments = /^(?:\s|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*[^!][\s\S]*?\*\/)*/
/** A rollback to a savepoint of the handler's own is allowed. */
const control =
  /^(?:begin|start\s+transaction|commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b)|prepare\s+transaction|xa|set\s+(?:session\s+|@@)?autocommit)\b/i
const ourSavepoint = /^(?:savepoint|release(?:\s+savepoint)?|rollback\s+to(?:\s+savepoint)?)\s+["`]?wehook\b/i

/** Checks the text of a statement, which is enough for most cases. The others (DDL, several statements in one text) are detected before the commit. */
function refuseControl(query: unknown): void {
  const text = textOf(query).replace(leadingComments, '')
  const found = control.exec(text)?.[0] ?? ourSavepoint.exec(text)?.[0]
  if (found) throw refused(texts.guard.statement(found.toUpperCase().replaceAll(/\s+/g, ' ')))
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query
  const { sql, text } = (query ?? {}) as { readonly sql?: unknown; readonly text?: unknown }
  return typeof sql === 'string' ? sql : typeof text === 'string' ? text : ''
}

function refused(message: { readonly en: string; readonly zh: string }): WehookError {
  return new WehookError('ERR_HANDLER_FAILED', message, { hint: texts.guard.hint })
}
