import type { RuleTable } from './rule.js'

/** Rules of enterprise registration until 2026-04-30. */
export const legacyRules = {
  'legacy/missing': {
    section: '4.2',
    says: 'a field is missing',
    played: 'yes',
    errcode: 89253,
    errmsg: 'lack of some params',
  },
  'legacy/code-type': {
    section: '4.2',
    says: 'code_type is 1, 2 or 3',
    played: 'yes',
    errcode: 89248,
    errmsg: 'invalid code type',
  },
  'legacy/code': {
    section: '4.2',
    says: 'code has 18, 9 or 15 characters by code_type',
    played: 'yes',
    errcode: 89255,
    errmsg: 'enterprise code invalid',
  },
  'legacy/wechat': {
    section: '4.2',
    says: 'legal_persona_wechat is a WeChat id, not a phone or QQ number',
    played: 'yes',
    errcode: 86004,
    errmsg: 'invalid wechat',
  },
  'legacy/names': {
    section: '4.2',
    says: 'the name belongs to the WeChat id',
    played: 'yes',
    note: 'when `people` is given',
    errcode: 61070,
    errmsg: 'name, wechat name not in accordance',
  },
  'legacy/quota': {
    section: '4.2',
    says: '5 calls a day per WeChat id; failures and searches count',
    played: 'yes',
    errcode: 91030,
    errmsg: 'reach wxid freq limit',
  },
  'legacy/running': {
    section: '4.2',
    says: 'one running task per company',
    played: 'yes',
    errcode: 89249,
    errmsg: 'task running',
  },
  'legacy/search-none': {
    section: '4.2',
    says: 'search finds no task',
    played: 'yes',
    errcode: 89250,
    errmsg: 'task not found',
  },
  'legacy/search-failed': {
    section: '4.2',
    says: 'search after the task has failed',
    played: 'assumed',
    note: '89250: the API reports only the current task',
    errcode: 89250,
    errmsg: 'task not found',
  },
  'legacy/search-pending': {
    section: '4.2',
    says: 'search before the legal person has confirmed',
    played: 'yes',
    errcode: 89251,
    errmsg: 'legal persona checking',
  },
  'legacy/search-front': {
    section: '4.2',
    says: 'search while company and legal person are compared',
    played: 'no',
    note: '89252 is over at once here; platform.failNext answers it',
  },
} as const satisfies RuleTable
