import type { PushFields } from '../push/fields.js'
import type { PushInfoType } from '../push/layouts.js'

/** Samples of each InfoType by name: the name of an outcome, `typical` where a push reports no result, or the name of a variant. */
export type SamplesOf<I extends PushInfoType> = { readonly [K in I]: Readonly<Record<string, PushFields<K>>> }
