import type { Client } from '@wehook/client'
import type { Language, Logger, TaskStore } from '@wehook/core'
import { checkOptionNames, createLog, defaultRetryDelaysMs, type Log } from '@wehook/core/storage'
import { optionInvalid } from './errors.js'
import type { PushSource } from './pushes.js'
import { texts } from './texts.js'

export interface TasksOptions {
  /** The receiver whose pushes are used. Handlers that you register with `receiver.on` are not affected. */
  readonly receiver: PushSource
  /** Makes the calls. Its `componentAppId` is the platform of all these tasks. */
  readonly client: Client
  readonly store: TaskStore
  /** Also keep tasks that were not started with this `tasks`, for `tasks.claim`. Default true. */
  readonly adopt?: boolean
  /** Time limit for the handlers of a change: after it the attempt counts as failed; the handlers are not stopped. Default 60,000 ms. */
  readonly handlerTimeoutMs?: number
  /** Waits before attempt 2, 3, … to pass a change to its handlers, in ms. Default 5 s, 30 s, 2 min, 10 min, 1 h, 4 h, 19 h. */
  readonly retryDelaysMs?: readonly number[]
  /** How often due tasks are processed. Default 5,000 ms. */
  readonly tickMs?: number
  /** Wait before due tasks are first processed, so that pushes which were stored while the process was down are handled before. Default 60,000 ms. */
  readonly firstTickMs?: number
  /** Default: console. `false`: silent. */
  readonly logger?: Logger | false
  /** The language of log lines. Default `en`. */
  readonly language?: Language
  /** Unix ms. Default `Date.now`. */
  readonly now?: () => number
}

export type TasksSettings = Required<Omit<TasksOptions, 'logger' | 'language'>> & {
  readonly log: Log
}

const names: Readonly<Record<keyof TasksOptions, true>> = {
  ...{ receiver: true, client: true, store: true, adopt: true, handlerTimeoutMs: true, retryDelaysMs: true },
  ...{ tickMs: true, firstTickMs: true, logger: true, language: true, now: true },
}

const durations = ['handlerTimeoutMs', 'tickMs', 'firstTickMs'] as const

/** @throws ERR_OPTIONS_INVALID that names the option and what it takes. */
export function readOptions(options: TasksOptions): TasksSettings {
  checkOptionNames('createTasks', options, names)
  const { receiver, client, store } = options
  const needed = { receiver: receiver?.on, client: client?.checkInput, store: store?.claimDue }
  for (const [name, method] of Object.entries(needed)) {
    if (typeof method !== 'function') throw optionInvalid(name, texts.option.missing)
  }
  for (const name of durations) {
    const value = options[name]
    if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
      throw optionInvalid(name, texts.option.duration)
    }
  }
  const { logger, language = 'en' } = options
  return {
    receiver,
    client,
    store,
    adopt: options.adopt ?? true,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 60_000,
    retryDelaysMs: options.retryDelaysMs ?? defaultRetryDelaysMs,
    tickMs: options.tickMs ?? 5_000,
    firstTickMs: options.firstTickMs ?? 60_000,
    now: options.now ?? Date.now,
    log: createLog(logger, language),
  }
}
