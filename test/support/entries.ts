import { createHash, randomUUID } from 'node:crypto'
import type { InboxEntry } from '@wehook/core/storage'

export type NewEntry = InboxEntry & { readonly infoType: string }

/** An invented entry with the id of an event: 64 hex digits. */
export function newEntry(fields: Partial<NewEntry> = {}): NewEntry {
  return {
    id: createHash('sha256').update(randomUUID()).digest('hex'),
    componentAppId: 'wx0123456789abcdef',
    receivedAt: Date.now(),
    infoType: 'authorized',
    xml: '<xml><InfoType><![CDATA[authorized]]></InfoType></xml>',
    ...fields,
  }
}

export function newEntries(count: number): readonly NewEntry[] {
  return Array.from({ length: count }, () => newEntry())
}

/** In another order, each time another one. */
export function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
