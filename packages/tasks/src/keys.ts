import type { TaskStore } from '@wehook/core'
import { kindOf } from './kinds/index.js'
import type { Key } from './kinds/kind.js'
import { isOpen, type TaskRecord } from './record.js'

/** A key as the store has it. For personal data there is one digest for each seal key, so that the task is found while the keys are being rotated. */
export function keyTexts({ digest }: Pick<TaskStore, 'digest'>, { space, values, isPersonal }: Key): readonly string[] {
  const text = values.length === 1 ? (values[0] ?? '') : JSON.stringify(values)
  return isPersonal ? digest(`${space}:${text}`).map((value) => `${space}:${value}`) : [`${space}:${text}`]
}

export const referenceKey = (reference: string): string => `reference:${reference}`
export const appidKey = (appid: string): string => `appid:${appid}`
export const idKey = (idSpace: string, id: string): string => `${idSpace}:${id}`
/** Held by tasks whose call is running: a push that matches no task waits for them. */
export const callingKey = (infoType: string): string => `calling:${infoType}`
export const deadKey = 'dead'
/** Held by a call that is made although another task is open and holds the guard. */
export const againKey = (guard: string): string => `again:${guard}`

/** Keys that no other row may hold. */
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

/** Further keys by which the record is found. */
export function keysOf(record: TaskRecord): readonly string[] {
  return [
    ...record.keys,
    ...(record.reference === undefined ? [] : [referenceKey(record.reference)]),
    ...(record.appid === undefined || record.claimsAppid ? [] : [appidKey(record.appid)]),
    ...(record.call ? [callingKey(kindOf(record.kind).infoType)] : []),
    ...(record.dead ? [deadKey] : []),
  ]
}
