import { type ApiName, apis, type InputOf, type OutputOf } from './apis.js'
import type { ApiRequest, CallOptions } from './http/send.js'

/** The platform as the APIs want to know it. */
export interface ClientPlatform {
  readonly componentAppId: string
  readonly componentAppSecret: string
}

/** A call out of the table, with an input that was checked. */
export function toRequest<Name extends ApiName>(
  name: Name,
  input: InputOf<Name>,
  platform: ClientPlatform,
  options?: CallOptions,
): ApiRequest<OutputOf<Name>> {
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
