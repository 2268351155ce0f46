import type { Receiver } from '@wehook/core'
import { adopt } from './adopt.js'
import type { Calls } from './calls.js'
import type { Context } from './context.js'
import { applyNews, findTask } from './match.js'
import { type News, type TaskEvent, taskInfoTypes, toNews } from './news.js'
import { askAboutUnmatched } from './unmatched.js'

/** What `createTasks` needs of a receiver; that of `@wehook/core` fits. */
export type PushSource = Pick<Receiver, 'on'> & Partial<Pick<Receiver, 'hasInbox'>>

/** Stores what each push says about its task. Rejects when the store fails, so that an inbox delivers the push again. */
export function followPushes(receiver: PushSource, context: Context, calls: Calls, adopts: boolean): () => void {
  const take = async (event: TaskEvent): Promise<void> => {
    if (event.componentAppId !== context.ledger.scope) return
    await takeNews(context, calls, toNews(event), adopts)
  }
  const offs = taskInfoTypes.map((infoType) => receiver.on(infoType, take as never))
  return () => {
    for (const off of offs) off()
  }
}

async function takeNews(context: Context, calls: Calls, news: News, adopts: boolean): Promise<void> {
  const hasKey = news.id !== undefined || news.keys.length > 0
  if (!hasKey) {
    context.emitSignal('unmatched', { eventId: news.evidence.eventId ?? '', infoType: news.infoType })
    return askAboutUnmatched(context, news)
  }
  for (;;) {
    const entry = await findTask(context, calls, news)
    if (entry) return void (await applyNews(context, entry, news))
    if (!adopts) return
    const adopted = await adopt(context, news)
    if (!('holder' in adopted)) return
    // Another push has opened the row in between. If this push does not match that row either, it must not be changed.
    const again = await findTask(context, calls, news)
    if (!again) return
  }
}
