export type TaskKind = 'enterprise' | 'enterprise-legacy' | 'personal' | 'beta' | 'conversion' | 'certification'

/** Who has to act. `returned`: the reviewer sent the certification back. */
export type TaskPhase = 'person' | 'administrator' | 'payment' | 'review' | 'returned' | 'done'

/** What the person has done so far. Each API of WeChat has its own numbers for these states. */
export type TaskProgress = 'created' | 'agreed' | 'face-failed' | 'refused' | 'timed-out' | 'succeeded' | 'failed'

/** A running registration, conversion or certification, as the simulated platform sees it. */
export interface Task {
  /** taskid or unique_id; made up for APIs that have neither in their answer. */
  readonly id: string
  readonly kind: TaskKind
  /** The fields of the call that created it. */
  readonly request: Readonly<Record<string, unknown>>
  readonly createdAt: number
  /** The account it concerns; a registration has one once it has succeeded. */
  appid?: string
  phase: TaskPhase
  progress: TaskProgress
  /** The status of the final push, if it has one. */
  status?: number
  /** The deadline of the person who has to act, in Unix ms. */
  expiresAt: number
  /** The link for the person, from the answer of the API. */
  readonly authorizeUrl: string
  /** Does the person have a link? Either the API has answered with it, or WeChat sent the person a message (retired APIs). */
  isReachable: boolean
  /** Certification: apply_status of queryauth. */
  applyStatus: number
  reason?: string
  /** A resubmission has replaced it. */
  isObsolete?: true
  /** Cancels the timeout. */
  cancelTimeout: () => void
  /** Resolves when the task's pushes so far were answered or given up. */
  pushes: Promise<unknown>
}

export interface NewTask {
  readonly kind: TaskKind
  readonly id: string
  readonly request: Readonly<Record<string, unknown>>
  readonly appid?: string
  /** WeChat sends the person a message, as with the retired APIs; otherwise the link must be in an answer first. */
  readonly byMessage?: boolean
}
