import type * as z from 'zod/mini'
import type { Api } from './api.js'
import { betaApis } from './beta.js'
import { certificationApis } from './certification.js'
import { componentApis } from './component.js'
import { customerMessageApis } from './customer-message.js'
import { nicknameApis } from './nickname.js'
import { registrationApis } from './registration.js'

/** Every API that has a method in this client, by the method's name. */
export const apis = {
  ...componentApis,
  ...registrationApis,
  ...betaApis,
  ...nicknameApis,
  ...customerMessageApis,
  ...certificationApis,
} as const

export type ApiName = keyof typeof apis
export type InputOf<Name extends ApiName> = (typeof apis)[Name] extends Api<infer Input, unknown> ? Input : never
export type OutputOf<Name extends ApiName> =
  (typeof apis)[Name]['answer'] extends z.ZodMiniType<infer Output> ? Output : never
