import {
  clockStepMs,
  createKeyDigest,
  type Sealer,
  type TaskRow,
  type TaskStore,
  type TaskWrite,
} from '@wehook/core/storage'
import { type Check, createLink } from './link.js'
import type { RedisSettings } from './options.js'
import { runScript, type Script } from './scripts/script.js'
import {
  claimTasksScript,
  forgetTaskScript,
  getTaskScript,
  nextDueScript,
  taskCountsScript,
  taskPageScript,
  writeTasksScript,
} from './scripts/tasks.js'

const pageLimit = 100

type Fields = readonly string[]
type InTheWay = readonly [because: 'version' | 'unique', id: string]

/** Tasks on Redis: every operation is one script, so that it happens as a whole or not at all. */
export function createRedisTasks(
  settings: RedisSettings,
  sealer: Sealer,
  check: Check,
): TaskStore & { close(): Promise<void> } {
  const link = createLink(settings, 'ERR_TASK_UNAVAILABLE', check)
  const run = (scope: string, script: Script, ...args: readonly (string | number)[]) =>
    link.use((client) => runScript(client, script, [`${settings.prefix}:tasks:${scope}`], args))
  const toRows = (scope: string, found: unknown) =>
    (found as readonly (readonly [id: string, fields: Fields])[]).map(([id, fields]) =>
      toRow(sealer, scope, id, fields),
    )

  return {
    durable: !settings.allowVolatile,
    digest: createKeyDigest(settings.sealKey),
    async write(writes) {
      const [first] = writes
      if (!first) return { written: true }
      const { scope } = 'row' in first ? first.row : first.remove
      const args = writes.flatMap((write) => toArguments(sealer, write))
      const inTheWay = (await run(scope, writeTasksScript, ...args)) as InTheWay | readonly []
      if (inTheWay.length === 0) return { written: true }
      const [because, id] = inTheWay
      return { written: false, because, id }
    },
    async get(scope, id) {
      const fields = (await run(scope, getTaskScript, id)) as Fields
      return fields.length === 0 ? undefined : toRow(sealer, scope, id, fields)
    },
    find: async (scope, key, limit = pageLimit) =>
      toRows(scope, await run(scope, taskPageScript, `k:${key}`, Math.min(limit, pageLimit), '')),
    claimDue: async (scope, now, until, limit) =>
      toRows(scope, await run(scope, claimTasksScript, now, until, limit, now + clockStepMs)),
    async nextDueAt(scope) {
      const at = await run(scope, nextDueScript)
      return at === null ? undefined : Number(at)
    },
    async list(scope, { kind, outcome, limit = pageLimit, after = '' } = {}) {
      const size = Math.min(limit, pageLimit)
      const list = `all${kind === undefined ? '' : `:k:${kind}`}${outcome === undefined ? '' : `:o:${outcome}`}`
      const found = toRows(scope, await run(scope, taskPageScript, list, size + 1, after))
      const rows = found.slice(0, size)
      const last = rows.at(-1)
      return found.length > size && last ? { rows, next: last.id } : { rows }
    },
    async counts(scope) {
      const counts = toHash((await run(scope, taskCountsScript)) as Fields)
      return Object.entries(counts).map(([pair, count]) => {
        const [kind, outcome] = JSON.parse(pair) as readonly [string, string]
        return { kind, outcome, count: Number(count) }
      })
    },
    forget: async (scope, id, expected) => (await run(scope, forgetTaskScript, id, expected)) === 1,
    close: async () => link.close(),
  }
}

const sealName = (scope: string, id: string) => `task:${scope}:${id}`

/** The arguments of `writeTasksScript`, in its order. */
function toArguments(sealer: Sealer, write: TaskWrite): readonly (string | number)[] {
  if ('remove' in write) return [write.remove.id, write.expected, '', '', '', '', '', '', '', '', '']
  const { scope, id, kind, outcome, openedAt, dueAt = '', dueFrom = '', unique, keys, body } = write.row
  const pair = JSON.stringify([kind, outcome])
  const lists = [JSON.stringify(unique), JSON.stringify(keys)]
  return [
    id,
    write.expected,
    kind,
    outcome,
    pair,
    openedAt,
    dueAt,
    dueFrom,
    ...lists,
    sealer.seal(body, sealName(scope, id)),
  ]
}

function toRow(sealer: Sealer, scope: string, id: string, fields: Fields): TaskRow {
  const {
    version,
    kind = '',
    outcome = '',
    openedAt,
    dueAt,
    dueFrom,
    unique = '[]',
    keys = '[]',
    body = '',
  } = toHash(fields)
  return {
    scope,
    id,
    version: Number(version),
    kind,
    outcome,
    openedAt: Number(openedAt),
    ...(dueAt !== undefined && { dueAt: Number(dueAt) }),
    ...(dueFrom !== undefined && { dueFrom: Number(dueFrom) }),
    unique: JSON.parse(unique) as readonly string[],
    keys: JSON.parse(keys) as readonly string[],
    body: sealer.open(body, sealName(scope, id)),
  }
}

function toHash(fields: Fields): Readonly<Record<string, string>> {
  const names = fields.filter((_, n) => n % 2 === 0)
  return Object.fromEntries(names.map((name, n) => [name, fields[2 * n + 1] ?? '']))
}
