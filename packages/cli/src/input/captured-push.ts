import type { QueryValues } from '@wehook/core'

/** A request that somebody caught. */
export interface CapturedPush {
  readonly query: QueryValues
  readonly body: string
}
