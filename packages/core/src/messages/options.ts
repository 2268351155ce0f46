import { checkOptions, type OptionRule, optionRules } from '../option-rules.js'
import { deliveryRules, type ReceiverOptions, type ReceiverSettings, readOptions } from '../options.js'
import { texts } from '../texts.js'
import type { AccountKind } from './release-accounts.js'
import type { ReleaseClient } from './release-check.js'

export type MessageReceiverOptions = ReceiverOptions & {
  /** Store messages of users in the inbox as well and deliver them later, without a reply. Default false: they are handled inside the request. */
  readonly store?: boolean
  /** Pass the automated check of 全网发布, for WeChat's ten test accounts only. Needs `client`. Default false. */
  readonly releaseCheck?: boolean
  /** What the release check calls: `createClient()` is one. */
  readonly client?: ReleaseClient
  /** What kind of account an appid is, so that `reply` can refuse what it does not take. Default: unknown, nothing is refused. */
  readonly accountKind?: (appid: string) => AccountKind | undefined
}

export interface MessageReceiverSettings extends ReceiverSettings {
  readonly store: boolean
  readonly releaseCheck: boolean
  readonly client: ReleaseClient | undefined
  readonly accountKind: (appid: string) => AccountKind | undefined
}

const factory = 'createMessageReceiver'
const any: OptionRule = { expected: texts.option.expected.object, isValid: () => true }

const rules = {
  ...{ componentAppId: any, token: any, encodingAesKey: any, platforms: any },
  ...deliveryRules,
  store: optionRules.flag,
  releaseCheck: optionRules.flag,
  client: any,
  accountKind: optionRules.function,
}

/** @throws ERR_OPTIONS_INVALID that names the option and what it takes, never a value. */
export function readMessageOptions(options: MessageReceiverOptions): MessageReceiverSettings {
  checkOptions<object>(factory, options, rules)
  const { store = false, releaseCheck = false, client, accountKind = () => undefined, ...rest } = options
  if (releaseCheck && !client) checkOptions<object>(factory, {}, { client: { ...any, isRequired: true } })
  return { ...readOptions(rest as ReceiverOptions), store, releaseCheck, client, accountKind }
}
