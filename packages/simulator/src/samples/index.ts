import type { PushFields } from '../push/fields.js'
import type { PushInfoType } from '../push/layouts.js'
import { authorizationSamples } from './authorization.js'
import { certificationSamples } from './certification.js'
import { icpSamples } from './icp.js'
import { orderPathSamples } from './order-path.js'
import { registrationSamples } from './registration.js'
import type { SamplesOf } from './samples.js'

/**
 * At least one payload for every InfoType and outcome, ready for {@link sealPush}; all values are made up.
 *
 * @example sealPush(platform, samples.notify_third_fasteregister.succeeded)
 */
export const samples = {
  ...authorizationSamples,
  ...registrationSamples,
  ...certificationSamples,
  ...icpSamples,
  ...orderPathSamples,
} as const satisfies SamplesOf<PushInfoType>

export interface NamedSample {
  readonly infoType: PushInfoType
  readonly name: string
  readonly fields: PushFields
}

/** The samples as a list, to loop over. */
export const sampleList: readonly NamedSample[] = Object.entries(samples).flatMap(([infoType, named]) =>
  Object.entries(named).map(([name, fields]) => ({
    infoType: infoType as PushInfoType,
    name,
    fields: fields as PushFields,
  })),
)
