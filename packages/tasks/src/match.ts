import { absorb, settleCall } from './call-results.js'
import type { Calls } from './calls.js'
import type { Context } from './context.js'
import { applyEvidence } from './evidence.js'
import { callingKey, idKey, keyTexts } from './keys.js'
import type { Entry } from './ledger.js'
import type { News } from './news.js'
import { isUnderWay } from './record.js'

/** The clocks of WeChat and of this machine may differ by this much. */
const toleranceMs = 60_000

/** Finds the task that a push belongs to. Waits for running calls, which may have created it. */
export async function findTask(context: Context, calls: Calls, news: News): Promise<Entry | undefined> {
  const { ledger, now } = context
  const callers = await ledger.find(callingKey(news.infoType))
  const found = await lookUp(context, news)
  const rivals = callers.filter(({ record }) => isUnderWay(record, now()) && (!found || found.isShared))
  if (rivals.length === 0) return found?.entry
  await Promise.all(rivals.map((entry) => calls.settled(entry)))
  return (await lookUp(context, news))?.entry
}

/** `isShared`: the key may also belong to a task whose call is running. */
async function lookUp(context: Context, news: News): Promise<{ entry: Entry; isShared: boolean } | undefined> {
  const { ledger, store, now } = context
  if (news.id) {
    const [entry] = await ledger.find(idKey(news.id.space, news.id.value), 1)
    if (entry && !isUnderWay(entry.record, now())) return { entry, isShared: false }
  }
  for (const key of news.keys.flatMap((one) => keyTexts(store, one))) {
    const rows = (await ledger.find(key)).filter(({ record }) => !isUnderWay(record, now()))
    const entry = choose(rows, news)
    if (entry) return { entry, isShared: true }
  }
  return undefined
}

/** Chooses the latest of several tasks of one appid, unless the push is a final result from before the latest call. */
function choose(rows: readonly Entry[], { evidence, id }: News): Entry | undefined {
  // A taskid identifies a certification. A push with only an appid can belong only to the open one.
  const candidates = id ? rows.filter(({ record }) => record.closedAt === undefined) : rows
  const [latest, ...earlier] = candidates
  if (!latest || evidence.outcome !== 'failed') return latest
  const isEarlier = earlier.length > 0 && evidence.at < latest.record.openedAt + toleranceMs
  const unended = earlier.find(({ record }) => !hasEnding(record))
  return isEarlier && unended ? unended : latest
}

const hasEnding = ({ history }: Entry['record']): boolean =>
  history.some(({ by, outcome, late }) => !late && by === 'push' && (outcome === 'failed' || outcome === 'succeeded'))

/** Applies a push to the record of its task. */
export async function applyNews(context: Context, entry: Entry, { evidence, id }: News): Promise<Entry> {
  const { ledger, now } = context
  const changed = await ledger.change(
    entry.id,
    (record) => {
      // A call of a process that died is over now. If it stayed, the clock would later set aside what this push says.
      const settled = settleCall(record, now())
      const { record: after } = applyEvidence(settled, evidence, now())
      return after === record ? undefined : after
    },
    async (holder, record) => {
      // An adopted row has this taskid: two pushes of one submission were treated as two tasks.
      if (!id || holder.record.reference !== undefined || holder.id === entry.id) return undefined
      const also = { remove: { scope: ledger.scope, id: holder.id }, expected: holder.version }
      return { record: absorb(record, holder.record, now()), also }
    },
  )
  return changed ?? entry
}
