import { type Fault, faults, noPermission } from './texts.js'

/** Why Redis cannot be used now. */
export interface Obstacle {
  readonly fault: Fault
  /** Redis was reached and refuses this configuration, so waiting does not help. */
  readonly isRefusal: boolean
}

const away = (fault: Fault): Obstacle => ({ fault, isRefusal: false })
const refusal = (fault: Fault): Obstacle => ({ fault, isRefusal: true })

/** By the beginning or a part of an error's code or message; the first row that matches is used. */
const rows: readonly (readonly [RegExp, Obstacle])[] = [
  [/WRONGPASS|invalid password/, refusal(faults.wrongPassword)],
  [/NOAUTH/, refusal(faults.noPassword)],
  [/DB index/, refusal(faults.noDatabase)],
  [/READONLY/, away(faults.readOnly)],
  [/OOM /, away(faults.full)],
  [/LOADING/, away(faults.loading)],
  [/MISCONF/, away(faults.cannotPersist)],
  [/ENOTFOUND|EAI_AGAIN/, away(faults.unknownHost)],
  [/ECONNREFUSED/, away(faults.connectionRefused)],
  [/ENOENT|EACCES/, away(faults.noSocketFile)],
  [/CERT|SELF_SIGNED|UNABLE_TO_/, away(faults.badCertificate)],
  [/EPROTO|ERR_SSL/, away(faults.noTlsAnswer)],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timeout|Command timed out/, away(faults.noAnswer)],
  [/ECONNRESET|EPIPE|[Cc]onnection|writeable/, away(faults.connectionLost)],
]

/** For a script, Redis only says that something was forbidden. */
export function isPermissionMissing(error: unknown): boolean {
  return error instanceof Error && isPermissionError(error.message)
}

export function obstacleOf(error: unknown): Obstacle {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: '' }
  if (isPermissionError(message)) return refusal(noPermission(commandOf(message)))
  const text = `${code} ${message}`
  return rows.find(([pattern]) => pattern.test(text))?.[1] ?? away(faults.other)
}

/** The permission is missing for a command, or for one that a script runs. */
function isPermissionError(message: string): boolean {
  return message.startsWith('NOPERM') || /The user executing the script can't/.test(message)
}

/** All releases say "… no permissions to run the 'evalsha' command"; errors about keys and scripts name no command. */
function commandOf(message: string): string {
  return /'([a-z|]+)'/.exec(message)?.[1]?.toUpperCase() ?? 'a command, or on the keys of this prefix'
}
