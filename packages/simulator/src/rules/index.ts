import { betaRules } from './beta.js'
import { callRules } from './calls.js'
import { certificationRules } from './certification.js'
import { componentRules } from './component.js'
import { conversionRules } from './conversion.js'
import { enterpriseRules } from './enterprise.js'
import { legacyRules } from './enterprise-legacy.js'
import { messageRules } from './messages.js'
import { personalRules } from './personal.js'
import { pushRules } from './pushes.js'
import { registrationRules } from './registration.js'
import { renameRules } from './rename.js'
import type { Rule } from './rule.js'

const table = {
  ...pushRules,
  ...callRules,
  ...componentRules,
  ...registrationRules,
  ...enterpriseRules,
  ...legacyRules,
  ...personalRules,
  ...betaRules,
  ...conversionRules,
  ...renameRules,
  ...certificationRules,
  ...messageRules,
}

export type RuleId = keyof typeof table

/** WeChat's behaviour and requirements as rules, each with its section in docs/protocol.md and whether the simulated platform implements it. */
export const rules: Readonly<Record<RuleId, Rule>> = table
