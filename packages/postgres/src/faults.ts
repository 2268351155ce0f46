import type { Bilingual } from '@wehook/core'
import type { Fault } from '@wehook/storage/sql'
import { texts } from './texts.js'

interface DriverError {
  readonly code?: string
  readonly message?: string
  readonly severity?: string
}

interface FaultRow {
  /** The beginning of an SQLSTATE. */
  readonly state: string
  readonly fault: Fault
  readonly hint: Bilingual
}

const { hints } = texts

const rows: readonly FaultRow[] = [
  { state: '40001', fault: 'retry', hint: hints.busy },
  { state: '40P01', fault: 'retry', hint: hints.busy },
  { state: '55P03', fault: 'retry', hint: hints.busy },
  { state: '23505', fault: 'duplicate', hint: hints.unknown },
  { state: '22', fault: 'row', hint: hints.unknown },
  { state: '25006', fault: 'broken', hint: hints.readOnly },
  { state: '57P', fault: 'broken', hint: hints.away },
  { state: '08', fault: 'broken', hint: hints.away },
  { state: '53300', fault: 'broken', hint: hints.tooManyConnections },
  { state: '53100', fault: 'other', hint: hints.full },
  { state: '42501', fault: 'denied', hint: hints.denied },
  { state: '42P01', fault: 'other', hint: hints.noTables },
  { state: '3F000', fault: 'other', hint: hints.noTables },
]

const sqlState = /^[0-9A-Z]{5}$/
const lostConnection = /^E[A-Z_]+$/
/** Errors of a lost connection for which pg has no code. */
const lostMessages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

function rowOf(code: string): FaultRow | undefined {
  return sqlState.test(code) ? rows.find(({ state }) => code.startsWith(state)) : undefined
}

export function faultOf(error: unknown): Fault {
  const { code = '' } = error as DriverError
  return rowOf(code)?.fault ?? (isLost(error) ? 'broken' : 'other')
}

export function isBroken(error: unknown): boolean {
  return faultOf(error) === 'broken'
}

function isLost(error: unknown): boolean {
  const { code = '', message = '', severity } = error as DriverError
  return severity === undefined && (lostConnection.test(code) || lostMessages.test(message))
}

export function describe(error: unknown): { readonly name: string; readonly hint: Bilingual } {
  const { code } = error as DriverError
  const name =
    code ?? (isLost(error) ? 'the connection was lost' : error instanceof Error ? error.name : 'unknown error')
  return { name, hint: rowOf(code ?? '')?.hint ?? (isLost(error) ? hints.away : hints.unknown) }
}
