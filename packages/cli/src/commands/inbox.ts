import { type Command, type Options, UsageError } from '../command.js'
import { actions } from '../inbox/actions.js'
import { states } from '../inbox/filter.js'
import { openInbox } from '../inbox/open-inbox.js'

const options: Options = {
  state: {
    type: 'string',
    value: states.join('|'),
    help: { zh: '只看这种状态', en: 'entries in this state' },
  },
  type: { type: 'string', value: 'InfoType', help: { zh: '只看这种 InfoType', en: 'entries of this InfoType' } },
  appid: { type: 'string', value: 'wx…', help: { zh: '只看这个授权方', en: 'entries about this account' } },
  from: {
    type: 'string',
    value: 'time',
    help: { zh: '此时间及之后收到的（ISO 8601）', en: 'received at this time or later (ISO 8601)' },
  },
  before: {
    type: 'string',
    value: 'time',
    help: { zh: '此时间之前收到的', en: 'received before this time (ISO 8601)' },
  },
  newest: { type: 'boolean', help: { zh: '按时间倒序；默认正序', en: 'newest first; default: oldest first' } },
  limit: {
    type: 'string',
    value: 'number',
    help: { zh: '最多显示的条数，默认 20', en: 'the most entries to show; default 20' },
  },
  after: {
    type: 'string',
    value: 'page',
    help: { zh: '下一页的起始位置，由上一页给出', en: 'start of the next page, as printed by the previous one' },
  },
  all: {
    type: 'boolean',
    help: { zh: '对所有符合条件的条目执行（requeue、discard）', en: 'requeue or discard all entries that match' },
  },
  yes: {
    type: 'boolean',
    help: { zh: '与 --all 一起使用：确认执行', en: 'with --all: execute it instead of only counting' },
  },
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
    zh: '查看 inbox 里的推送；重新入队或丢弃',
    en: 'show the pushes of an inbox, requeue or discard them',
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
    zh: '存储为 SQLite 文件或 Redis URL，应用可以同时运行。授权码和个人信息默认遮盖。--all 不带 --yes 时只报告数量。',
    en: 'The storage is a SQLite file or a Redis URL; the app may run at the same time. Codes and personal data are masked. --all without --yes only prints the number.',
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
