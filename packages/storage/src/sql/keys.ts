import { createHash } from 'node:crypto'

const eventId = /^[0-9a-f]{64}$/

/** 32 bytes to find a row by: an event's id is 64 hex digits, any other text is hashed. */
export function toKey(text: string): Buffer {
  return eventId.test(text) ? Buffer.from(text, 'hex') : createHash('sha256').update(text).digest()
}

/** The text where the key does not hold it: null for an event's id, which the key holds. */
export function toIdColumn(id: string): Buffer | null {
  return eventId.test(id) ? null : Buffer.from(id)
}

export function fromIdColumn(key: Uint8Array, id: Uint8Array | null): string {
  return id === null ? Buffer.from(key).toString('hex') : toText(id)
}

/** UTF-8 bytes as text. */
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
