import { clockStepMs } from '@wehook/core/storage'
import type { TaskRecord } from './record.js'
import { linkMs, nextLook } from './schedule.js'

/**
 * Corrects a record that was written while the clock ran ahead (a machine in China whose clock starts in local time is 8 h ahead):
 * each wait starts again from now, and no past time is later than now.
 */
export function recall(record: TaskRecord, writtenAt: number, now: number): TaskRecord {
  const ahead = writtenAt - now
  if (ahead <= clockStepMs) return record
  const { call, telling, closedAt, expiresAt, asked, checkedAt } = record
  const recalled: TaskRecord = {
    ...record,
    changedAt: Math.min(record.changedAt, now),
    ...(closedAt !== undefined && { closedAt: Math.min(closedAt, now) }),
    ...(expiresAt !== undefined && { expiresAt: Math.min(expiresAt, now + linkMs) }),
    ...(asked && { asked: { ...asked, at: Math.min(asked.at, now) } }),
    ...(checkedAt !== undefined && { checkedAt: Math.min(checkedAt, now) }),
    ...(call && { call: { ...call, at: call.at - ahead, until: call.until - ahead } }),
    ...(telling && { telling: { ...telling, at: telling.at - ahead } }),
  }
  if (record.look === undefined) return recalled
  return { ...recalled, look: Math.min(record.look, nextLook(recalled, now) ?? now) }
}
