import type { EntryFilter, EntryState } from '@wehook/core/storage'
import { texts } from './texts.js'
import type { Query } from './view.js'

export const states = Object.keys(texts.states) as readonly EntryState[]

/** Parses the value of a date field of a form; `undefined` for anything else. */
function toMs(text: string | undefined): number | undefined {
  const ms = text ? new Date(text).getTime() : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** The filter of a query. An invalid value is ignored, like an empty field of the form. */
export function readFilter(query: Query): EntryFilter {
  const state = states.find((each) => each === query['state'])
  const infoType = query['infoType']?.trim().slice(0, 64)
  const appid = query['appid']?.trim().slice(0, 64)
  const receivedFrom = toMs(query['from'])
  const receivedBefore = toMs(query['before'])
  return {
    ...(state && { state }),
    ...(infoType && { infoType }),
    ...(appid && { appid }),
    ...(receivedFrom !== undefined && { receivedFrom }),
    ...(receivedBefore !== undefined && { receivedBefore }),
  }
}

/** The parts of a query that are the filter, for links and forms that keep it. */
export function filterQuery(query: Query): Query {
  const names = ['state', 'infoType', 'appid', 'from', 'before', 'order']
  return Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))
}
