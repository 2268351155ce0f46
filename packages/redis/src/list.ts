import {
  type EntryFilter,
  type EntryPage,
  type EntryState,
  type ListOptions,
  pageSize,
  type Sealer,
  statesOf,
} from '@wehook/core/storage'
import { type Fields, orderOf, toHash, toStoredEntry } from './entry.js'
import { countScript, listScript, ordersScript } from './scripts/read.js'
import type { Script } from './scripts/script.js'

/** Runs a script of the inbox. */
export type Run = (script: Script, ...args: readonly (string | number)[]) => Promise<unknown>

export async function listEntries(run: Run, sealer: Sealer, options: ListOptions = {}): Promise<EntryPage> {
  const { order = 'oldest', limit, after } = options
  const size = pageSize(limit)
  const { lowest, highest } = boundsOf(options)
  const [from, until] =
    after === undefined ? [lowest, highest] : order === 'oldest' ? [`(${after}`, highest] : [lowest, `(${after}`]
  const rows = (await run(listScript, order, size + 1, from, until, ...indexesOf(options))) as readonly Fields[]
  const hashes = rows.slice(0, size).map(toHash)
  const entries = hashes.map((hash) => toStoredEntry(sealer, hash))
  const last = hashes.at(-1)?.['order']
  return { entries, ...(rows.length > size && last !== undefined && { next: last }) }
}

/** Each state has its own sorted sets, so this takes as long for ten entries as for a million. */
export async function countEntries(run: Run, filter: EntryFilter, upTo: number): Promise<number> {
  const { lowest, highest } = boundsOf(filter)
  return Number(await run(countScript, upTo, lowest, highest, ...indexesOf(filter)))
}

/** Applies `script` to up to `limit` matching entries in one of `states`, oldest first, some hundreds at a time. Resolves with how many it changed. */
export async function changeMatching(
  run: Run,
  script: Script,
  filter: EntryFilter,
  states: readonly EntryState[],
  limit: number,
): Promise<number> {
  const indexes = indexesOf(filter, states)
  if (indexes.length === 0) return 0
  const { lowest, highest } = boundsOf(filter)
  let from = lowest
  let changed = 0
  while (changed < limit) {
    const size = Math.min(limit - changed, 500)
    const orders = (await run(ordersScript, 'oldest', size, from, highest, ...indexes)) as readonly string[]
    const last = orders.at(-1)
    if (last === undefined) break
    changed += Number(await run(script, ...orders.map((order) => order.slice(16))))
    from = `(${last}`
  }
  return changed
}

function indexesOf(filter: EntryFilter, allowed?: readonly EntryState[]): readonly string[] {
  const { infoType, appid } = filter
  const suffix = (appid === undefined ? '' : `:a:${appid}`) + (infoType === undefined ? '' : `:t:${infoType}`)
  return statesOf(filter, allowed).map((state) => state + suffix)
}

function boundsOf({ receivedFrom, receivedBefore }: EntryFilter) {
  return {
    lowest: receivedFrom === undefined ? '-' : `[${orderOf(Math.ceil(receivedFrom))}`,
    highest: receivedBefore === undefined ? '+' : `(${orderOf(Math.ceil(receivedBefore))}`,
  }
}
