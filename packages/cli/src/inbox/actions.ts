import type { EntryFilter, Inbox, StoredEntry } from '@wehook/core/storage'
import { type Args, type Context, type ExitCode, exitCodes, UsageError } from '../command.js'
import { columns } from '../help.js'
import type { Bilingual } from '../language.js'
import { oneLine } from '../show-event.js'
import { showEntry, toJson } from './entry.js'
import { filterOf, limitOf } from './filter.js'

type Action = (inbox: Inbox, ids: readonly string[], args: Args, context: Context) => Promise<ExitCode>

/** The actions of `wehook inbox`. */
export const actions: Readonly<Record<string, Action>> = {
  list,
  show,
  requeue: change({
    one: (inbox, id) => inbox.requeue(id),
    all: (inbox, filter, limit) => inbox.requeueAll(filter, limit),
    done: { zh: '已重新入队', en: 'requeued' },
    not: { zh: '不存在，或无法重新入队', en: 'does not exist or cannot be requeued' },
  }),
  discard: change({
    one: (inbox, id) => inbox.discard(id),
    all: (inbox, filter, limit) => inbox.discardAll(filter, limit),
    done: { zh: '已丢弃', en: 'discarded' },
    not: { zh: '不存在，或正在投递', en: 'does not exist or is being delivered' },
  }),
}

async function list(
  inbox: Inbox,
  _: readonly string[],
  args: Args,
  { io, isJson, say, style }: Context,
): Promise<ExitCode> {
  const after = args.text('after')
  const page = await inbox.list({
    ...filterOf(args),
    limit: limitOf(args, 20),
    order: args.flag('newest') ? 'newest' : 'oldest',
    ...(after !== undefined && { after }),
  })
  if (isJson) {
    for (const entry of page.entries) io.out(JSON.stringify(toJson(entry, args.flag('reveal'))))
    if (page.next !== undefined) io.out(JSON.stringify({ next: page.next }))
    return exitCodes.ok
  }
  for (const line of table(page.entries)) io.out(line)
  if (page.entries.length === 0) io.out(say({ zh: '没有符合条件的条目', en: 'no entry matches' }))
  if (page.next !== undefined) io.out(style.dim(`${say({ zh: '下一页', en: 'next page' })}: --after ${page.next}`))
  return exitCodes.ok
}

function table(entries: readonly StoredEntry[]): readonly string[] {
  if (entries.length === 0) return []
  const timeOf = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  return columns(
    entries.map(({ id, receivedAt, state, infoType, attempts, appid = '', lastError = '' }) => [
      `${id}  ${timeOf(receivedAt)}  ${state}`,
      oneLine(`${infoType}  ${appid}  ×${attempts}  ${lastError}`),
    ]),
  )
}

async function show(inbox: Inbox, ids: readonly string[], args: Args, context: Context): Promise<ExitCode> {
  const [id, ...more] = ids
  if (id === undefined || more.length > 0) throw new UsageError('show takes one id', 'show 需要一个 id')
  const entry = await inbox.get(id)
  if (!entry) {
    context.io.err(context.say({ zh: `没有条目 ${id}`, en: `there is no entry ${id}` }))
    return exitCodes.no
  }
  context.io.out(
    context.isJson
      ? JSON.stringify(toJson(entry, args.flag('reveal')))
      : showEntry(entry, context, args.flag('reveal')),
  )
  return exitCodes.ok
}

interface Change {
  readonly one: (inbox: Inbox, id: string) => Promise<boolean>
  readonly all: (inbox: Inbox, filter: EntryFilter, limit: number) => Promise<number>
  readonly done: Bilingual
  readonly not: Bilingual
}

/** An action on the named entries, or on all that match the filter. */
function change({ one, all, done, not }: Change): Action {
  return async (inbox, ids, args, { io, isJson, say }) => {
    const print = (json: object, text: string) => io.out(isJson ? JSON.stringify(json) : text)
    if (args.flag('all')) {
      const filter = filterOf(args)
      if (ids.length > 0 || Object.keys(filter).length === 0) throw allNeedsFilter()
      const limit = limitOf(args, 1000)
      if (!args.flag('yes')) {
        const matching = await inbox.count(filter, limit)
        const text = {
          zh: `符合条件：${matching}（上限 ${limit}）。加 --yes 执行`,
          en: `${matching} match (counted up to ${limit}); add --yes to execute`,
        }
        print({ matching }, say(text))
        return exitCodes.ok
      }
      const changed = await all(inbox, filter, limit)
      print({ changed }, `${changed} ${say(done)}`)
      return exitCodes.ok
    }
    if (ids.length === 0)
      throw new UsageError('give the ids, or --all with a filter', '请给出 id，或用 --all 加筛选条件')
    let code: ExitCode = exitCodes.ok
    for (const id of ids) {
      const isDone = await one(inbox, id)
      if (!isDone) code = exitCodes.no
      print({ id, done: isDone }, `${id} ${say(isDone ? done : not)}`)
    }
    return code
  }
}

function allNeedsFilter(): UsageError {
  return new UsageError(
    '--all needs a filter (--state, --type, --appid, --from, --before) and takes no ids',
    '--all 需要筛选条件（--state、--type、--appid、--from、--before），且不能再写 id',
  )
}
