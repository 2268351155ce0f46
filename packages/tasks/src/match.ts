import { absorb } from './call-results.js'
import type { Calls } from './calls.js'
import type { Context } from './context.js'
import { applyEvidence } from './evidence.js'
import { callingKey, idKey, keyTexts } from './keys.js'
import type { Entry } from './ledger.js'
import type { News } from './news.js'
import { isUnderWay } from './record.js'

/** WeChat's clock and ours may differ by so much. */
const toleranceMs = 60_000

/** The task that a push concerns; waits for calls that are under way and may turn out to have made it. */
export async function findTask(context: Context, calls: Calls, news: News): Promise<Entry | undefined> {
  const { ledger, now } = context
  const callers = await ledger.find(callingKey(news.infoType))
  const found = await lookUp(context, news)
  const rivals = callers.filter(({ record }) => isUnderWay(record, now()) && (!found || found.isShared))
  if (rivals.length === 0) return found?.entry
  await Promise.all(rivals.map((entry) => calls.settled(entry)))
  return (await lookUp(context, news))?.entry
}

/** `isShared`: the key may belong to a task whose call is under way as well. */
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

/** Of several tasks of one appid the latest, unless the push is an ending from before its call. */
function choose(rows: readonly Entry[], { evidence, id }: News): Entry | undefined {
  // A certification is known by its taskid; by its appid alone it continues the open one only.
  const candidates = id ? rows.filter(({ record }) => record.closedAt === undefined) : rows
  const [latest, ...earlier] = candidates
  if (!latest || evidence.outcome !== 'failed') return latest
  const isEarlier = earlier.length > 0 && evidence.at < latest.record.openedAt + toleranceMs
  const unended = earlier.find(({ record }) => !hasEnding(record))
  return isEarlier && unended ? unended : latest
}

const hasEnding = ({ history }: Entry['record']): boolean =>
  history.some(({ by, outcome, late }) => !late && by === 'push' && (outcome === 'failed' || outcome === 'succeeded'))

/** Puts a push into the record of its task. */
export async function applyNews(context: Context, entry: Entry, { evidence, id }: News): Promise<Entry> {
  const { ledger, now } = context
  const changed = await ledger.change(
    entry.id,
    (record) => {
      const { record: after } = applyEvidence(record, evidence, now())
      return after === record ? undefined : after
    },
    async (holder, record) => {
      // The taskid is held by an adopted row: two pushes of one submission were taken for two tasks.
      if (!id || holder.record.reference !== undefined || holder.id === entry.id) return undefined
      const also = { remove: { scope: ledger.scope, id: holder.id }, expected: holder.version }
      return { record: absorb(record, holder.record, now()), also }
    },
  )
  return changed ?? entry
}
