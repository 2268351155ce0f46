import type { PushFields } from '../push/fields.js'
import type { PushInfoType } from '../push/layouts.js'

/** Samples of each InfoType by name: an outcome's name, `typical` where a push reports no result, or a variant's. */
export type SamplesOf<I extends PushInfoType> = { readonly [K in I]: Readonly<Record<string, PushFields<K>>> }
