import type * as z from 'zod/mini'
import type { Bilingual } from '../language.js'
import type { CodeMeaning, Outcome, StatusRow } from './status.js'

/** All that wehook knows of an event. Its type, the reader, describeStatus and docs/events.md come from here. */
export interface EventDefinition {
  readonly infoType: string
  readonly title: Bilingual
  /** When WeChat pushes it. */
  readonly when: Bilingual
  /** What an app does with it. */
  readonly todo: Bilingual
  /** The fields, without AppId, CreateTime and InfoType, which every event has. */
  readonly payload: z.ZodMiniObject
  /** For an event that reports a result: the status tables, by the field that holds the code. */
  readonly statuses?: Readonly<Record<string, readonly StatusRow[]>>
  /** The field whose table decides the outcome, or what chooses it. */
  readonly decidedBy?: string | ((payload: never) => string)
  /** For an event that is itself the result, without a code: what it says. */
  readonly result?: CodeMeaning & { readonly outcome: Outcome }
  /** What is read out of the payload and is on the event: points of a text, parsed JSON. */
  readonly derive?: (payload: never) => object
  /** The field that holds a list whose elements have an outcome each; the event itself has none. */
  readonly items?: string
  /** A success without one of these fields is delivered as `unknown`. */
  readonly needs?: readonly string[]
  /** Which of WeChat's calls come next, in order, by deciding field and outcome. */
  readonly next?: Readonly<Record<string, Readonly<Partial<Record<Outcome, readonly string[]>>>>>
}

/** Keeps the exact type of a definition: InfoType, fields, codes and outcomes become the type of the event. */
export const defineEvent = <const Definition extends EventDefinition>(definition: Definition): Definition => definition
