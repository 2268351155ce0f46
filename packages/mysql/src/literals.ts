import type { SqlParameter } from '@wehook/storage/sql'

/**
 * A statement with its parameters written into it. The driver's own escaping ignores the SQL mode of the connection, and with
 * NO_BACKSLASH_ESCAPES a text could then end its quotes and inject SQL. So there are no texts here: bytes become hex digits, all other values are numbers.
 */
export function writeParameters(text: string, values: readonly SqlParameter[]): string {
  const parts = text.split('?')
  if (parts.length !== values.length + 1)
    throw new TypeError('a statement has another number of parameters than values')
  return parts.map((part, position) => (position === 0 ? part : toLiteral(values[position - 1]) + part)).join('')
}

function toLiteral(value: SqlParameter | undefined): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (value instanceof Uint8Array)
    return `X'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`
  throw new TypeError('a parameter is neither bytes nor a safe integer nor null')
}
