import { type Inbox, type PushRequest, type PushResponse, type Receiver, WehookError } from '@wehook/core'
import { checkOptionNames } from '@wehook/core/storage'
import type { Tasks } from '@wehook/tasks'
import * as z from 'zod/mini'
import type { AccountSource } from './accounts.js'
import type { HealthSource } from './health.js'
import { texts } from './texts.js'

/**
 * The operator's name, which the signals of actions carry. `undefined` refuses the request. A response is sent as it is, for example a redirect to
 * your login page.
 */
export type Authorization = string | undefined | PushResponse

export interface ConsoleOptions {
  /**
   * Called for every request to decide who has access. `request.native` is the framework's own request, which holds your session. There is no
   * default: without it the console does not start.
   */
  readonly authorize: (request: PushRequest) => Authorization | Promise<Authorization>
  /** Reads stored pushes into events. */
  readonly receiver: Pick<Receiver, 'read'>
  readonly inbox: Inbox
  /** Default: no page about tasks. */
  readonly tasks?: Pick<Tasks, 'list' | 'get' | 'counts' | 'check' | 'retell'>
  /** Default: no page about accounts. `createClient()` is one. */
  readonly accounts?: AccountSource
  /** Default: no checks on the overview. `createHealth()` of `@wehook/core` is one. */
  readonly health?: HealthSource
  /** Allows operators to requeue, discard, and check or retell tasks. Default false: read-only. */
  readonly allowActions?: boolean
  /**
   * The secret from which form tokens are derived: 32 characters or more, the same in all processes; the 消息加解密 Key can be used. Required
   * with `allowActions`.
   */
  readonly secret?: string
  /** Unix ms. Default `Date.now`. */
  readonly now?: () => number
}

export interface ConsoleSettings extends Omit<ConsoleOptions, 'allowActions' | 'secret' | 'now'> {
  readonly allowActions: boolean
  readonly secret: string | undefined
  readonly now: () => number
}

const method = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function')
const schema = z.object({
  authorize: method,
  receiver: z.object({ read: method }),
  inbox: z.object({ list: method, get: method, counts: method, count: method }),
  tasks: z.optional(z.object({ list: method, get: method, counts: method })),
  accounts: z.optional(z.object({ listAccounts: method })),
  health: z.optional(z.object({ report: method })),
  allowActions: z.optional(z.boolean()),
  secret: z.optional(z.string().check(z.minLength(32))),
  now: z.optional(method),
})

/** @throws ERR_OPTIONS_INVALID that names the option, never a value */
export function readOptions(options: ConsoleOptions): ConsoleSettings {
  checkOptionNames('createConsole', options, schema.shape)
  const { success, error } = schema.safeParse(options)
  if (!success) throw invalid(String(error.issues[0]?.path[0] ?? 'options'))
  const { allowActions = false, secret, now = Date.now } = options
  if (allowActions && secret === undefined) throw invalid('secret')
  return { ...options, allowActions, secret, now }
}

function invalid(option: string): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', texts.invalidOption(option), {
    hint: texts.optionHints[option as keyof typeof texts.optionHints] ?? texts.unknownOption,
  })
}
