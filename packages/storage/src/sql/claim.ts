import type { Claim, DueEntry } from '../entry-store.js'
import { openedError, textName } from '../text-codec.js'
import type { SqlContext } from './context.js'
import type { ClaimRow } from './dialect.js'
import { toText } from './keys.js'
import { toEntryFields } from './rows.js'

export interface SqlClaim extends Claim {
  readonly owner: Uint8Array
  /** As stored: encrypted where there is a seal key. */
  readonly text: string
  readonly failures: Uint8Array | null
}

/** The state of a claimed row as it was before the claim. */
export function toDueEntry({ codec }: SqlContext, row: ClaimRow, { entry }: SqlClaim): DueEntry {
  return {
    infoType: toText(row.infoType),
    attempts: row.attempts - 1,
    wasClaimed: row.wasClaimed,
    ...(row.lastError !== null && { lastError: openedError(codec, toText(row.lastError), entry.id) }),
    ...(row.passedAt !== null && { passedForMs: row.at - row.passedAt }),
  }
}

export function toClaim(row: ClaimRow): SqlClaim {
  const { seq, fence, owner, attempts, failures, xml, passedAt, at } = row
  return {
    seq,
    fence,
    owner,
    attempts,
    failures,
    entry: toEntryFields(row),
    infoType: toText(row.infoType),
    text: xml === null ? '' : toText(xml),
    ...(passedAt !== null && { passedForMs: at - passedAt }),
  }
}

export function openText({ codec }: SqlContext, { entry, text }: SqlClaim): string {
  return codec.fromStored(text, textName(entry.id))
}
