import type { RuleTable } from './rule.js'

/** Rules of beta registration. */
export const betaRules = {
  'beta/missing': {
    section: '4.5',
    says: 'name or openid is missing',
    played: 'yes',
    note: '47001 was seen',
    errcode: 47001,
    errmsg: 'data format error',
  },
  'beta/name-length': {
    section: '4.5',
    says: 'the name has 4 to 30 characters',
    played: 'assumed',
    note: '47001',
    errcode: 47001,
    errmsg: 'data format error',
  },
  'beta/name-keyword': {
    section: '4.5',
    says: 'the name is checked for keywords',
    played: 'yes',
    note: 'by `forbiddenNames`; plausible code',
    errcode: 86011,
    errmsg: '名称命中关键字',
  },
  'beta/suffix': { section: '4.5', says: 'a suffix is added to the name', played: 'yes' },
  'beta/five-per-person': {
    section: '4.5',
    says: 'at most 5 mini programs per person',
    played: 'no',
    note: 'its code is not documented',
  },
  'beta/timeout': { section: '3.5', says: 'status 3 when nobody confirms', played: 'yes' },
  'beta/refused': {
    section: '3.5',
    says: 'the person refuses or fails',
    played: 'assumed',
    note: 'nothing is pushed until status 3 after 24 h',
  },
} as const satisfies RuleTable
