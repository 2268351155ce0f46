import { recordChange } from './changes.js'
import type { Context } from './context.js'
import { appidTaken, notAdopted, taskNotFound } from './errors.js'
import { appidKey } from './keys.js'
import { kindOf } from './kinds/index.js'
import type { Entry } from './ledger.js'
import { checkReference } from './start.js'

/** An adopted task gets the host's reference: from now on its changes go to the handlers of its outcome. */
export async function claim({ ledger, now }: Context, id: string, reference: string): Promise<Entry> {
  checkReference(reference)
  const entry = await ledger.change(id, (record) => {
    if (record.reference !== undefined) return undefined
    const word = record.outcome
    return recordChange(record, { ...record, reference }, { by: 'host', at: now() }, now(), {
      word,
      closes: record.closedAt !== undefined,
    })
  })
  if (!entry) throw taskNotFound()
  if (entry.record.reference !== reference) throw notAdopted()
  return entry
}

/** The host names the account that a registration created. */
export async function settle({ ledger, now }: Context, id: string, appid: string): Promise<Entry> {
  const others = (await ledger.find(appidKey(appid), 2)).filter(
    (other) => other.id !== id && kindOf(other.record.kind).createsAccount,
  )
  if (others.length > 0) throw appidTaken(appid)
  const entry = await ledger.change(
    id,
    (record) => {
      if (record.outcome === 'succeeded') return undefined
      const { candidates: _found, waitsFor: _waits, link: _link, status: _status, ...rest } = record
      const { answerLost: _lost, call: _call, ...known } = rest
      const claimsAppid = kindOf(record.kind).createsAccount && { claimsAppid: true as const }
      const after = { ...known, ...claimsAppid, outcome: 'succeeded', advice: 'none', appid } as const
      return recordChange(record, after, { by: 'host', at: now() }, now())
    },
    async () => {
      throw appidTaken(appid)
    },
  )
  if (!entry) throw taskNotFound()
  if (entry.record.appid !== appid) throw appidTaken(entry.record.appid ?? appid)
  return entry
}

/** Passes changes to handlers again that were given up. */
export async function retell({ ledger, now }: Context, id: string): Promise<Entry> {
  const entry = await ledger.change(id, (record) => {
    if (record.untold.length === 0) return undefined
    const { dead: _, ...rest } = record
    return { ...rest, telling: { at: now(), attempt: 0 } }
  })
  if (!entry) throw taskNotFound()
  return entry
}
