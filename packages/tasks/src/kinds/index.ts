import { betaConversion, betaCreation } from './beta.js'
import { certification } from './certification.js'
import type { Kind } from './kind.js'
import { enterprise, personal } from './registration.js'
import { enterpriseLegacy } from './registration-legacy.js'
import { unknownRegistration } from './registration-unknown.js'

/** Every kind of task. To add one: its row here, and its outcomes where they differ. */
export const kinds = {
  'registration.enterprise': enterprise,
  'registration.personal': personal,
  'registration.beta': betaCreation,
  'registration.enterpriseLegacy': enterpriseLegacy,
  'registration.unknown': unknownRegistration,
  'beta.conversion': betaConversion,
  certification,
} as const satisfies Readonly<Record<string, Kind>>

export type TaskKind = keyof typeof kinds

/** Only a certification can be returned. */
export type KindOutcome<K extends TaskKind> = K extends 'certification'
  ? 'succeeded' | 'pending' | 'failed' | 'returned' | 'undetermined'
  : 'succeeded' | 'pending' | 'failed' | 'undetermined'

export const kindOf = (kind: TaskKind): Kind => kinds[kind]
