import { readEvent } from '@wehook/core'
import type { StoredEntry } from '@wehook/core/storage'
import type { Context } from '../command.js'
import { columns } from '../help.js'
import { eventToJson, oneLine, showEvent } from '../show-event.js'

type Event = ReturnType<typeof readEvent>

/** The event in a stored entry; nothing when its text was dropped. */
function eventOf({ id, componentAppId, receivedAt, xml }: StoredEntry): Event | undefined {
  if (xml === undefined) return undefined
  const push = { id, componentAppId, xml, timestamp: 0, previous: { token: false, key: false } }
  return readEvent(push, { receivedAt })
}

/** An entry for `--json`: the event in place of its text, secrets masked unless `reveal`. */
export function toJson(entry: StoredEntry, reveal: boolean): object {
  const { xml, ...rest } = entry
  const event = eventOf(entry)
  return { ...rest, ...(event && { event: eventToJson(event, reveal) }), ...(reveal && xml !== undefined && { xml }) }
}

/** An entry as readable text: its state and attempts, then the event. */
export function showEntry(entry: StoredEntry, context: Context, reveal: boolean): string {
  const { say } = context
  const { state, attempts, receivedAt, dueAt, settledAt, failures = [], lastError } = entry
  const time = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString())
  const rows: readonly (readonly [string, string])[] = [
    [say({ zh: '状态', en: 'state' }), state],
    [say({ zh: '收到', en: 'received' }), time(receivedAt)],
    [say({ zh: '下次投递', en: 'next attempt' }), time(dueAt)],
    [say({ zh: '状态变更', en: 'settled' }), time(settledAt)],
    [say({ zh: '投递次数', en: 'attempts' }), String(attempts)],
    ...(failures.length === 0 && lastError !== undefined
      ? [[say({ zh: '错误', en: 'error' }), oneLine(lastError)] as const]
      : []),
    ...failures.map(({ attempt, at, error }) => [`#${attempt} ${time(at)}`, oneLine(error)] as const),
  ]
  const event = eventOf(entry)
  const dropped = say({
    zh: '内容已按保留期删除，或缺少 sealKey',
    en: 'its text was dropped, or no seal key decrypts it',
  })
  return [
    ...columns(rows.filter(([, value]) => value !== '')),
    '',
    event ? showEvent(event, context, reveal) : dropped,
  ].join('\n')
}
