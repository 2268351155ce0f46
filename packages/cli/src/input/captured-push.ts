import type { PushRequest } from '@wehook/core'

/** A captured request. */
export interface CapturedPush {
  readonly query: PushRequest['query']
  readonly body: string
  /** The URL or path that received the push. Absent when the capture does not have it. */
  readonly url?: string
}
