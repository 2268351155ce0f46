import type { Context } from './context.js'
import { kindOf, kinds, type TaskKind } from './kinds/index.js'
import type { Entry } from './ledger.js'
import type { News } from './news.js'
import { linkMs } from './schedule.js'

const atMost = 5
const nearMs = 15 * 60_000
const pages = 10
const timeOuts: readonly number[] = [100001, 100002, 100003]

/**
 * A failure without `info` names no task. WeChat is asked about the open tasks that it may belong to, at most a few: for a timeout those whose
 * link expires at about that time, otherwise those that have a query.
 */
export async function askAboutUnmatched({ ledger, store, now }: Context, { infoType, evidence }: News): Promise<void> {
  const isTimeOut = timeOuts.includes(evidence.status.code ?? 0)
  const mayMean = ({ record }: Entry) => {
    const isAskable = kindOf(record.kind).ask !== undefined && record.ids.length > 0 && !record.call
    const expiresAt = record.expiresAt ?? record.openedAt + linkMs
    return isAskable && (!isTimeOut || Math.abs(expiresAt - evidence.at) <= nearMs)
  }
  const names = (Object.keys(kinds) as TaskKind[]).filter((kind) => kindOf(kind).infoType === infoType)
  const found: Entry[] = []
  for (const kind of names) {
    let after: string | undefined
    for (let page = 0; page < pages && found.length < atMost; page++) {
      const { rows, next } = await store.list(ledger.scope, { kind, outcome: 'pending', ...(after && { after }) })
      found.push(...rows.map((row) => ledger.toEntry(row)).filter(mayMean))
      if (next === undefined) break
      after = next
    }
  }
  for (const { id } of found.slice(0, atMost)) {
    await ledger.change(id, (record) => (record.outcome === 'pending' ? { ...record, look: now() } : undefined))
  }
}
