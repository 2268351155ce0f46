import type { RuleTable } from './rule.js'

/** Rules of every registration. */
export const registrationRules = {
  'retired/system-error': {
    section: '0.1',
    says: 'APIs retired on 2026-04-30 answer -1',
    played: 'yes',
    note: "before: '2026-04-30' restores them; that the newer ones already worked then is assumed",
    errcode: -1,
    errmsg: 'system error',
  },
  'registration/action': {
    section: '4.2',
    says: 'action is create, or query or search',
    played: 'yes',
    errcode: -1,
    errmsg: 'invalid action',
  },
  'registration/raw-names': {
    section: '4.0',
    says: 'a name sent as \\uXXXX does not match',
    played: 'assumed',
    note: '86022 for the enterprise API',
    errcode: 86022,
    errmsg: '请检查填写的企业名称和CODE是否正确',
  },
  'registration/24-hours': { section: '0.1', says: 'the person has 24 h', played: 'yes' },
  'registration/result-by-push': {
    section: '4.2',
    says: 'errcode 0 means accepted; mismatches come by push',
    played: 'yes',
  },
  'registration/success-has-appid': {
    section: '3.3',
    says: 'a success carries appid and auth_code, a failure neither',
    played: 'yes',
  },
  'registration/failure-without-info': {
    section: '3.3',
    says: 'a failure may lack `info`',
    played: 'yes',
    note: 'by `withoutInfo`',
  },
  'registration/refused': {
    section: '3.3',
    says: 'the person refuses, or fails the face check',
    played: 'assumed',
    note: 'status -1, WeChat’s catch-all; `status` chooses another',
  },
  'registration/authorized-too': {
    section: '3.2',
    says: '`authorized` comes as well, before or after',
    played: 'yes',
    note: 'by `authorized`',
  },
  'transaction/registration': {
    section: '4.4',
    says: 'fastregistertransactionweapp, fastnormalizebetaweapp',
    played: 'no',
    note: 'the client does not call them; give them in `answers`',
  },
} as const satisfies RuleTable
