import type { TaskStore } from '@wehook/core'
import { kindOf } from './kinds/index.js'
import type { Key } from './kinds/kind.js'
import { isOpen, type TaskRecord } from './record.js'

/** A key as the store has it; a personal one under every digest, so that it is found while seal keys are being replaced. */
export function keyTexts({ digest }: Pick<TaskStore, 'digest'>, { space, values, isPersonal }: Key): readonly string[] {
  const text = values.length === 1 ? (values[0] ?? '') : JSON.stringify(values)
  return isPersonal ? digest(`${space}:${text}`).map((value) => `${space}:${value}`) : [`${space}:${text}`]
}

export const referenceKey = (reference: string): string => `reference:${reference}`
export const appidKey = (appid: string): string => `appid:${appid}`
export const idKey = (idSpace: string, id: string): string => `${idSpace}:${id}`
/** Held by tasks whose call is under way: a push that fits no task waits for them. */
export const callingKey = (infoType: string): string => `calling:${infoType}`
export const deadKey = 'dead'
/** Held, in addition to the guard's holder, by a call that is made although a task is open. */
export const againKey = (guard: string): string => `again:${guard}`

/** What no other row may hold. */
export function uniqueOf(record: TaskRecord): readonly string[] {
  const { idSpace } = kindOf(record.kind)
  const holdsGuard = isOpen(record) && !record.guardLost
  return [
    ...(holdsGuard ? record.guard : []),
    ...(isOpen(record) && record.guardLost && record.call ? record.guard.map(againKey) : []),
    ...(idSpace ? record.ids.map(({ id }) => idKey(idSpace, id)) : []),
    ...(record.claimsAppid && record.appid !== undefined ? [appidKey(record.appid)] : []),
  ]
}

/** What it is found by besides. */
export function keysOf(record: TaskRecord): readonly string[] {
  return [
    ...record.keys,
    ...(record.reference === undefined ? [] : [referenceKey(record.reference)]),
    ...(record.appid === undefined || record.claimsAppid ? [] : [appidKey(record.appid)]),
    ...(record.call ? [callingKey(kindOf(record.kind).infoType)] : []),
    ...(record.dead ? [deadKey] : []),
  ]
}
