import type { Api } from '../api.js'
import { betaApis } from './beta.js'
import { certificationApis } from './certification.js'
import { componentApis } from './component.js'
import { conversionApis } from './conversion.js'
import { customerMessageApi } from './customer-message.js'
import { enterpriseApis } from './enterprise.js'
import { enterpriseLegacyApis } from './enterprise-legacy.js'
import { nicknameApis } from './nickname.js'
import { personalApis } from './personal.js'
import { uploadApi } from './upload.js'

/** Every API that the simulated platform implements. */
export const apis: readonly Api[] = [
  ...componentApis,
  ...enterpriseApis,
  ...enterpriseLegacyApis,
  ...personalApis,
  ...betaApis,
  ...conversionApis,
  ...nicknameApis,
  ...certificationApis,
  customerMessageApi,
  uploadApi,
]
