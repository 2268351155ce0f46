import { betaConversion, betaCreation } from './beta.js'
import { certification } from './certification.js'
import type { Kind } from './kind.js'
import { enterprise, personal } from './registration.js'
import { enterpriseLegacy } from './registration-legacy.js'
import { unknownRegistration } from './registration-unknown.js'
import type { TaskKind } from './task-kind.js'

export type { KindOutcome, TaskKind } from './task-kind.js'

/** Every kind of task. To add one: its name in task-kind.ts, and its row here. */
export const kinds = {
  'registration.enterprise': enterprise,
  'registration.personal': personal,
  'registration.beta': betaCreation,
  'registration.enterpriseLegacy': enterpriseLegacy,
  'registration.unknown': unknownRegistration,
  'beta.conversion': betaConversion,
  certification,
} as const satisfies Readonly<Record<TaskKind, Kind>>

export const kindOf = (kind: TaskKind): Kind => kinds[kind]
