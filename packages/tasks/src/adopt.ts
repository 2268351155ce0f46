import type { Context } from './context.js'
import { applyEvidence } from './evidence.js'
import { keyTexts } from './keys.js'
import { kindOf } from './kinds/index.js'
import type { Entry } from './ledger.js'
import type { News } from './news.js'
import type { TaskRecord } from './record.js'

/** Opens a task for a push that no call of this package caused. Resolves with the row of another push if that was faster. */
export async function adopt(
  { ledger, store, now, emitSignal }: Context,
  news: News,
): Promise<Entry | { readonly holder: Entry }> {
  const { evidence, id } = news
  const kind = kindOf(news.kind)
  const at = now()
  const subject = { reference: '', input: {}, ...(evidence.appid !== undefined && { appid: evidence.appid }) }
  const isByAppid = kind.subject === 'appid'
  const bare: TaskRecord = {
    kind: news.kind,
    outcome: 'pending',
    advice: 'wait',
    ids: id ? [{ id: id.value, generation: 0 }] : [],
    openedAt: at,
    changedAt: at,
    guard: isByAppid ? keyTexts(store, kind.guard(subject)) : id ? [] : [`event:${evidence.eventId ?? ''}`],
    keys: news.keys.flatMap((key) => keyTexts(store, key)),
    generation: 0,
    seen: [],
    history: [],
    changes: 0,
    untold: [],
  }
  const { record } = applyEvidence(bare, evidence, at)
  // Due at once, so that WeChat is asked which of the two registrations it is.
  const inserted = await ledger.insert(news.kind === 'registration.unknown' ? { ...record, look: at } : record)
  if ('holder' in inserted) return inserted
  emitSignal('adopted', { taskId: inserted.entry.id, kind: news.kind })
  return inserted.entry
}
