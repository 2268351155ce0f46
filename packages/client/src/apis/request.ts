import { checkOptionNames } from '@wehook/core/storage'
import { ApiInputError } from '../errors/input-error.js'
import type { ApiRequest, CallOptions } from '../http/send.js'
import { checkInput } from '../inputs/check.js'
import { texts } from '../texts.js'
import type { ClientPlatform } from './api.js'
import { type ApiName, apis, type InputOf, type OutputOf } from './index.js'

/** The input, checked by the rules of its API; ERR_API_INPUT with every field that breaks one. */
export function checkApiInput<Name extends ApiName>(name: Name, input: InputOf<Name>): InputOf<Name> {
  const api: { readonly input: unknown } | undefined = apis[name]
  if (api === undefined) throw new ApiInputError(name, [{ path: 'api', ...texts.unknownApi }])
  return checkInput<InputOf<Name>>(name, api.input as never, input)
}

export const callOptionNames = { signal: true, timeoutMs: true, onSend: true } as const

/** @throws ERR_OPTIONS_INVALID for an option with a typo. */
export function checkCallOptions(name: string, options: CallOptions = {}): void {
  checkOptionNames<CallOptions>(name, options, callOptionNames)
}

/**
 * Makes the request of an API in the table from a checked input.
 *
 * @throws ERR_OPTIONS_INVALID for an option with a typo.
 */
export function toRequest<Name extends ApiName>(
  name: Name,
  input: InputOf<Name>,
  platform: ClientPlatform,
  options: CallOptions = {},
): ApiRequest<OutputOf<Name>> {
  checkCallOptions(name, options)
  const api = apis[name]
  return {
    api: name,
    method: api.method,
    path: api.path,
    query: api.query,
    tokenParameter: api.tokenParameter,
    body: api.toBody?.(input as never, platform),
    answer: api.answer as never,
    errors: api.errors,
    repeatable: api.repeatable,
    options,
  }
}
