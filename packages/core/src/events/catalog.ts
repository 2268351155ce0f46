import { authorizationEvents } from './authorization.js'
import { betaEvents } from './beta.js'
import { certificationEvents } from './certification.js'
import type { EventDefinition } from './define.js'
import { icpEvents } from './icp.js'
import { orderPathEvents } from './order-path.js'
import { registrationEvents } from './registration.js'
import { createStatusTable, type StatusTable } from './status.js'

/** Every event that has a type, by family. */
const definitions = [
  ...authorizationEvents,
  ...registrationEvents,
  ...betaEvents,
  ...certificationEvents,
  ...icpEvents,
  ...orderPathEvents,
] as const

/** The definitions by InfoType, as types. */
export type Catalog = { [Definition in (typeof definitions)[number] as Definition['infoType']]: Definition }

/** An event as the reader and the documentation use it: with its status tables by field. */
export interface CatalogEntry extends EventDefinition {
  readonly tables: Readonly<Record<string, StatusTable>>
}

/** The events by InfoType, in the order of the list. */
export const catalog: ReadonlyMap<string, CatalogEntry> = new Map(definitions.map(toEntry))

export function toEntry(definition: EventDefinition): [infoType: string, entry: CatalogEntry] {
  const tables = Object.entries(definition.statuses ?? {}).map(([field, rows]) => [
    field,
    createStatusTable(field, rows),
  ])
  return [definition.infoType, { ...definition, tables: Object.fromEntries(tables) }]
}
