import type { PushRequest } from '@wehook/core'

/** A request that somebody caught. */
export interface CapturedPush {
  readonly query: PushRequest['query']
  readonly body: string
}
