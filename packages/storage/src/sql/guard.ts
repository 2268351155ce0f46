import { WehookError } from '@wehook/core'
import { texts } from './texts.js'

/** What of a driver's connection a handler in a transaction may not use, and where its statements go in. */
export interface GuardRules {
  /** Methods that would begin, end or give away the transaction. */
  readonly forbidden: readonly string[]
  /** Methods whose first argument is a statement, or an object that holds one as `sql` or `text`. */
  readonly queries: readonly string[]
  /** Properties that are another connection object of the driver, and methods that give one. */
  readonly inner: readonly string[]
}

/**
 * A connection for a handler: it can do all that the driver's can, but neither end the transaction nor be used when the handler has
 * ended. An ORM that would begin a transaction of its own is stopped here, since its COMMIT would commit ours.
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

/** The statement alone tells most of it. What it does not tell (DDL, several statements in one text) comes to light before the commit. */
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
