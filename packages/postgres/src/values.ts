import type { SqlRow, SqlValue } from '@wehook/storage/sql'

const byteaOid = 17

/** wehook's own parsers, because the host may have replaced those of pg. The columns are bytes or whole numbers. */
export const types = {
  getTypeParser: (oid: number) => (oid === byteaOid ? parseBytes : Number),
}

/** The server sends bytea as hex, or in an older format where the host has set `bytea_output` to `escape`. */
function parseBytes(text: string): Buffer {
  if (text.startsWith('\\x')) return Buffer.from(text.slice(2), 'hex')
  const latin1 = text.replace(/\\(\\|[0-3][0-7]{2})/g, (_, code: string) =>
    code === '\\' ? code : String.fromCharCode(Number.parseInt(code, 8)),
  )
  return Buffer.from(latin1, 'latin1')
}

/** Replaces each `?` by PostgreSQL's $1, $2, … */
export function numberParameters(text: string): string {
  let position = 0
  return text.replaceAll('?', () => {
    position += 1
    return `$${position}`
  })
}

export function toRows(rows: readonly unknown[]): readonly SqlRow[] {
  return rows as readonly Readonly<Record<string, SqlValue>>[]
}
