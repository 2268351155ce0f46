import { randomBytes } from 'node:crypto'
import type { InboxEntry } from '@wehook/core/storage'
import { textName } from '../text-codec.js'
import type { SqlContext } from './context.js'
import { before, deadlineIn } from './deadline.js'
import type { PutAnswer, PutRow } from './dialect.js'
import { createGrouper } from './group.js'
import { toIdColumn, toKey } from './keys.js'
import { channelNumbers } from './rows.js'

type NewRow = Omit<PutRow, 'nonce'>

export type NewEntry = InboxEntry & { readonly infoType: string }

/** The longest time for storing a push. WeChat waits 5 s for the answer; the app answers 503 before that. */
const putWithinMs = 1_500
const maxRows = 256
/** Old servers accept packets of 1 MB, and bytes are sent as hex digits, which doubles their length. */
const maxBytes = 384 * 1024

/** Stores entries; entries that arrive together share one statement. */
export function createPutter(context: SqlContext): (entry: NewEntry) => Promise<PutAnswer> {
  const { dialect, puts, ready } = context
  const group = createGrouper<NewRow, PutAnswer>(
    {
      maxItems: maxRows,
      maxBytes,
      bytesOf: ({ xml }) => xml.length,
      withinMs: putWithinMs,
      isItemsOwn: (error) => dialect.faultOf(error) === 'row',
    },
    async (newRows) => {
      await before(ready(), deadlineIn(putWithinMs), () => undefined)
      // The same nonces for all attempts: an attempt whose answer was lost may have stored these rows, and the next attempt must recognize them.
      const rows = addNonces(newRows)
      return puts.run((session) => inKeyOrder(rows, (sorted) => dialect.put(session, sorted)), putWithinMs)
    },
  )
  return async (entry) => group.add(toRow(context, entry))
}

/** Sorted by key, so that two groups with the same ids lock their rows in the same order and do not deadlock. Of two equal entries, the earlier one stays first. */
async function inKeyOrder(
  rows: readonly PutRow[],
  put: (sorted: readonly PutRow[]) => Promise<readonly PutAnswer[]>,
): Promise<readonly PutAnswer[]> {
  const order = rows
    .map((row, position) => ({ row, position }))
    .toSorted((a, b) => Buffer.compare(a.row.key, b.row.key))
  const answers = await put(order.map(({ row }) => row))
  const inOrder: PutAnswer[] = []
  for (const [n, { position }] of order.entries()) inOrder[position] = answers[n] as PutAnswer
  return inOrder
}

const nonceBytes = 8

function addNonces(rows: readonly NewRow[]): readonly PutRow[] {
  const nonces = randomBytes(rows.length * nonceBytes)
  return rows.map((row, n) => ({ ...row, nonce: nonces.subarray(n * nonceBytes, (n + 1) * nonceBytes) }))
}

function toRow({ codec }: SqlContext, entry: NewEntry): NewRow {
  // Checked before the entry joins a group, so that it does not make the whole group fail.
  if (!Number.isSafeInteger(entry.receivedAt)) throw new TypeError('receivedAt must be Unix ms, a whole number')
  const { id, channel = 'authorization', componentAppId, infoType, appid, traceparent, receivedAt, xml } = entry
  return {
    key: toKey(id),
    id: toIdColumn(id),
    channel: channelNumbers[channel],
    componentAppId: Buffer.from(componentAppId),
    infoType: Buffer.from(infoType),
    appid: appid === undefined ? null : Buffer.from(appid),
    traceparent: traceparent === undefined ? null : Buffer.from(traceparent),
    receivedAt: receivedAt,
    xml: Buffer.from(codec.toStored(xml, textName(id))),
  }
}
