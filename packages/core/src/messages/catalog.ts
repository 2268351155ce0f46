import { type CatalogEntry, toEntry } from '../events/catalog.js'
import { auditEvents } from './events/audit.js'
import { betaVerifyEvents } from './events/beta.js'
import { penaltyEvents } from './events/penalties.js'
import { personalDataEvents } from './events/personal-data.js'
import { settingEvents } from './events/settings.js'

/** Every event of 消息与事件接收 URL that has a type, by family. */
const definitions = [
  ...auditEvents,
  ...settingEvents,
  ...penaltyEvents,
  ...personalDataEvents,
  ...betaVerifyEvents,
] as const

/** The definitions by their Event, as types. */
export type MessageCatalog = { [Definition in (typeof definitions)[number] as Definition['infoType']]: Definition }

/** The events by their Event, in the order of the list. */
export const messageCatalog: ReadonlyMap<string, CatalogEntry> = new Map(definitions.map(toEntry))
