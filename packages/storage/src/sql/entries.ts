import type { ClaimRow } from './dialect.js'
import type { SqlRow } from './port.js'

/** What a claim reads of an entry, in the order of {@link ClaimRow}. */
export const claimColumns =
  'seq, fence, owner, k, id, component_app_id, info_type, appid, traceparent, channel, received_at, attempts, last_error, failures, passed_at, xml'

/** `row` has the database's time as `at` in addition to those columns. */
export function toClaimRow(row: SqlRow, wasClaimed: boolean): ClaimRow {
  const bytes = (column: string) => row[column] as Uint8Array
  const bytesOrNull = (column: string) => (row[column] ?? null) as Uint8Array | null
  return {
    seq: row['seq'] as number,
    fence: row['fence'] as number,
    owner: bytes('owner'),
    at: row['at'] as number,
    key: bytes('k'),
    id: bytesOrNull('id'),
    componentAppId: bytes('component_app_id'),
    infoType: bytes('info_type'),
    appid: bytesOrNull('appid'),
    traceparent: bytesOrNull('traceparent'),
    channel: row['channel'] as number,
    receivedAt: row['received_at'] as number,
    attempts: row['attempts'] as number,
    wasClaimed,
    lastError: bytesOrNull('last_error'),
    failures: bytesOrNull('failures'),
    passedAt: (row['passed_at'] ?? null) as number | null,
    xml: bytesOrNull('xml'),
  }
}
