import type { PushRequest } from '@wehook/core'

/** A request that somebody caught. */
export interface CapturedPush {
  readonly query: PushRequest['query']
  readonly body: string
  /** Where the push came to: a URL, or a path. Absent when the capture does not say. */
  readonly url?: string
}
