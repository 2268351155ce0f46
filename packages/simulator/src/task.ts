export type TaskKind = 'enterprise' | 'enterprise-legacy' | 'personal' | 'beta' | 'conversion' | 'certification'

/** Whose turn it is. `returned`: the reviewer sent the certification back. */
export type TaskPhase = 'person' | 'administrator' | 'payment' | 'review' | 'returned' | 'done'

/** What the person has done so far. Each interface of WeChat has numbers of its own for these states. */
export type TaskProgress = 'created' | 'agreed' | 'face-failed' | 'refused' | 'timed-out' | 'succeeded' | 'failed'

/** A registration, conversion or certification under way, as the simulated platform sees it. */
export interface Task {
  /** taskid or unique_id; for interfaces that answer neither, made up. */
  readonly id: string
  readonly kind: TaskKind
  /** The fields of the call that created it. */
  readonly request: Readonly<Record<string, unknown>>
  readonly createdAt: number
  /** The account it concerns; a registration has one once it has succeeded. */
  appid?: string
  phase: TaskPhase
  progress: TaskProgress
  /** The status of the final push, where it is one. */
  status?: number
  /** When the one whose turn it is loses it, in Unix ms. */
  expiresAt: number
  /** Where the person goes: the link that the API answers. */
  readonly authorizeUrl: string
  /** Can the person reach it? The API has answered the link, or WeChat sent the person a message (retired interfaces). */
  isReachable: boolean
  /** Certification: apply_status of queryauth. */
  applyStatus: number
  reason?: string
  /** A resubmission took its place. */
  isObsolete?: true
  /** Takes the time-out back. */
  cancelTimeout: () => void
  /** Ends when the task's pushes so far are through. */
  pushes: Promise<unknown>
}

export interface NewTask {
  readonly kind: TaskKind
  readonly id: string
  readonly request: Readonly<Record<string, unknown>>
  readonly appid?: string
  /** WeChat sends the person a message, as the retired interfaces do; else the link has to be answered first. */
  readonly byMessage?: boolean
}
