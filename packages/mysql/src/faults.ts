import type { Bilingual } from '@wehook/core'
import type { Fault } from '@wehook/storage/sql'
import { texts } from './texts.js'

interface DriverError {
  readonly errno?: number
  readonly code?: string
  readonly sqlState?: string
  readonly fatal?: boolean
}

interface FaultRow {
  readonly fault: Fault
  readonly hint: Bilingual
}

const { hints } = texts

const rows: ReadonlyMap<number, FaultRow> = new Map([
  [1213, { fault: 'retry', hint: hints.busy }],
  [1205, { fault: 'retry', hint: hints.busy }],
  [1020, { fault: 'retry', hint: hints.busy }],
  [1062, { fault: 'duplicate', hint: hints.unknown }],
  [1406, { fault: 'row', hint: hints.tooLong }],
  [1264, { fault: 'row', hint: hints.tooLong }],
  [1153, { fault: 'row', hint: hints.tooLong }],
  [1301, { fault: 'row', hint: hints.tooLong }],
  [1053, { fault: 'broken', hint: hints.away }],
  [1927, { fault: 'broken', hint: hints.away }],
  [4031, { fault: 'broken', hint: hints.away }],
  [1290, { fault: 'broken', hint: hints.readOnly }],
  [1792, { fault: 'broken', hint: hints.readOnly }],
  [1836, { fault: 'broken', hint: hints.readOnly }],
  [1040, { fault: 'broken', hint: hints.tooManyConnections }],
  [1203, { fault: 'broken', hint: hints.tooManyConnections }],
  [1044, { fault: 'denied', hint: hints.denied }],
  [1045, { fault: 'other', hint: hints.away }],
  [1142, { fault: 'denied', hint: hints.denied }],
  [1143, { fault: 'denied', hint: hints.denied }],
  [1227, { fault: 'denied', hint: hints.denied }],
  [1146, { fault: 'other', hint: hints.noTables }],
  [1021, { fault: 'other', hint: hints.full }],
  [1114, { fault: 'other', hint: hints.full }],
])

const lostConnection = /^(PROTOCOL_|E[A-Z_]+$)/

export function faultOf(error: unknown): Fault {
  const { errno, sqlState } = error as DriverError
  const row = rows.get(errno ?? 0)
  if (row) return row.fault
  if (isLost(error)) return 'broken'
  return sqlState?.startsWith('22') ? 'row' : 'other'
}

export function isBroken(error: unknown): boolean {
  return faultOf(error) === 'broken'
}

/** mysql2 marks errors that end a connection as fatal; errors of the socket have a code of the operating system. */
function isLost(error: unknown): boolean {
  const { fatal, code } = error as DriverError
  return fatal === true || (typeof code === 'string' && lostConnection.test(code) && !code.startsWith('ER_'))
}

export function describe(error: unknown): { readonly name: string; readonly hint: Bilingual } {
  const { errno, code } = error as DriverError
  const name = code ?? (error instanceof Error ? error.name : 'unknown error')
  return { name, hint: rows.get(errno ?? 0)?.hint ?? (isLost(error) ? hints.away : hints.unknown) }
}
