import type { EntryFilter, EntryState, Inbox, StoredEntry } from '@wehook/core/storage'
import {
  type Args,
  type Command,
  type Context,
  type ExitCode,
  exitCodes,
  type Options,
  UsageError,
} from '../command.js'
import { columns } from '../help.js'
import { showEntry, toJson } from '../inbox/entry.js'
import { openInbox } from '../inbox/open-inbox.js'
import { oneLine } from '../show-event.js'

const states: readonly EntryState[] = ['pending', 'unhandled', 'dead', 'handled', 'discarded']

const options: Options = {
  state: {
    type: 'string',
    value: states.join('|'),
    help: { zh: '只看这种状态', en: 'entries in this state' },
  },
  type: { type: 'string', value: 'InfoType', help: { zh: '只看这种 InfoType', en: 'entries of this InfoType' } },
  appid: { type: 'string', value: 'wx…', help: { zh: '只看这个授权方的', en: 'entries about this account' } },
  from: {
    type: 'string',
    value: 'time',
    help: { zh: '从此时间起收到的（ISO 8601）', en: 'received from then on (ISO 8601)' },
  },
  before: { type: 'string', value: 'time', help: { zh: '在此时间之前收到的', en: 'received before then' } },
  newest: { type: 'boolean', help: { zh: '最新的在前', en: 'newest first; default: oldest first' } },
  limit: { type: 'string', value: 'number', help: { zh: '最多多少条，默认 20', en: 'at most so many; default 20' } },
  after: {
    type: 'string',
    value: 'page',
    help: { zh: '上一页给出的下一页位置', en: 'where the next page begins, as the page before says' },
  },
  all: {
    type: 'boolean',
    help: { zh: '对所有符合条件的条目执行（requeue、discard）', en: 'requeue or discard all entries that match' },
  },
  yes: { type: 'boolean', help: { zh: '与 --all 一起：确认执行', en: 'with --all: do it, not only count' } },
  'seal-key': {
    type: 'string',
    value: 'key',
    help: { zh: '存储的 sealKey（WX_SEAL_KEY）', en: 'sealKey of the storage (WX_SEAL_KEY)' },
  },
  prefix: { type: 'string', value: 'text', help: { zh: 'Redis 键的前缀', en: 'prefix of the Redis keys' } },
  reveal: { type: 'boolean', help: { zh: '不遮盖授权码和个人信息', en: 'show codes and personal fields unmasked' } },
}

export const inbox: Command = {
  name: 'inbox',
  summary: {
    zh: '查看收件箱里的推送；重新入队或丢弃',
    en: 'look at the pushes of an inbox, requeue or discard them',
  },
  usage: [
    'wehook inbox list <file|redis://…> [--state dead] [--type …] [--appid …]',
    'wehook inbox show <file|redis://…> <id>',
    'wehook inbox requeue|discard <file|redis://…> <id…>',
    'wehook inbox requeue|discard <file|redis://…> --all --state dead [--yes]',
  ],
  options,
  examples: [
    'wehook inbox list data/wehook.db --state dead --newest',
    'wehook inbox show redis://127.0.0.1:6379 0b5e…',
    'wehook inbox requeue data/wehook.db --all --state dead --type notify_3rd_wxa_auth --yes',
  ],
  notes: {
    zh: '存储是 SQLite 文件或 Redis URL，应用可以同时运行。个人信息和授权码默认遮盖。--all 不带 --yes 时只报告数量。',
    en: 'The storage is a SQLite file or a Redis URL; the app may run beside it. Codes and personal data are masked. --all without --yes only says how many.',
  },
  async run(args, context) {
    const [actionName = '', storage, ...ids] = args.positionals
    const action = Object.hasOwn(actions, actionName) ? actions[actionName] : undefined
    if (!action || storage === undefined) {
      throw new UsageError(
        'expected list, show, requeue or discard, and a SQLite file or a Redis URL',
        '请给出 list、show、requeue 或 discard，以及 SQLite 文件或 Redis URL',
      )
    }
    const opened = await openInbox(storage, args, context)
    try {
      return await action(opened.inbox, ids, args, context)
    } finally {
      await opened.close()
    }
  },
}

type Action = (inbox: Inbox, ids: readonly string[], args: Args, context: Context) => Promise<ExitCode>

const actions: Readonly<Record<string, Action>> = {
  list,
  show,
  requeue: change({
    one: (inbox, id) => inbox.requeue(id),
    all: (inbox, filter, limit) => inbox.requeueAll(filter, limit),
    done: { zh: '已重新入队', en: 'requeued' },
    not: { zh: '不存在，或无法重新入队', en: 'is not there or cannot be requeued' },
  }),
  discard: change({
    one: (inbox, id) => inbox.discard(id),
    all: (inbox, filter, limit) => inbox.discardAll(filter, limit),
    done: { zh: '已丢弃', en: 'discarded' },
    not: { zh: '不存在，或正在投递', en: 'is not there or is being delivered' },
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
  readonly done: { readonly zh: string; readonly en: string }
  readonly not: { readonly zh: string; readonly en: string }
}

/** An action on the entries that are named, or on all that match. */
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
          en: `${matching} match (counted up to ${limit}); add --yes to do it`,
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
    '--all takes a filter (--state, --type, --appid, --from, --before) and no ids',
    '--all 需要筛选条件（--state、--type、--appid、--from、--before），且不能再写 id',
  )
}

function filterOf(args: Args): EntryFilter {
  const state = args.text('state')
  const infoType = args.text('type')
  const appid = args.text('appid')
  const receivedFrom = timeOf(args, 'from')
  const receivedBefore = timeOf(args, 'before')
  if (state !== undefined && !states.includes(state as EntryState)) {
    throw new UsageError(`--state is one of ${states.join(', ')}`, `--state 只能是 ${states.join('、')}`)
  }
  return {
    ...(state !== undefined && { state: state as EntryState }),
    ...(infoType !== undefined && { infoType }),
    ...(appid !== undefined && { appid }),
    ...(receivedFrom !== undefined && { receivedFrom }),
    ...(receivedBefore !== undefined && { receivedBefore }),
  }
}

function timeOf(args: Args, name: 'from' | 'before'): number | undefined {
  const text = args.text(name)
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return time
  throw new UsageError(
    `--${name} takes a time such as 2026-05-01 or 2026-05-01T08:00+08:00`,
    `--${name} 的写法如 2026-05-01 或 2026-05-01T08:00+08:00`,
  )
}

function limitOf(args: Args, fallback: number): number {
  const limit = Number(args.text('limit') ?? fallback)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit
  throw new UsageError('--limit takes a number from 1 to 1000', '--limit 应为 1 到 1000 的数字')
}
