import type { RuleTable } from './rule.js'

/** Rules of enterprise registration as it is today. */
export const enterpriseRules = {
  'enterprise/missing': {
    section: '4.3',
    says: 'name, code or component_phone is missing',
    played: 'yes',
    errcode: 86030,
    errmsg: 'JSON 缺少参数',
  },
  'enterprise/code': {
    section: '4.3',
    says: 'code has 18 characters',
    played: 'yes',
    errcode: 89255,
    errmsg: 'enterprise code invalid',
  },
  'enterprise/company': {
    section: '4.3',
    says: 'name and code belong together',
    played: 'yes',
    note: 'when `companies` is given',
    errcode: 86022,
    errmsg: '请检查填写的企业名称和CODE是否正确',
  },
  'enterprise/not-operating': {
    section: '4.3',
    says: 'the company is in operation',
    played: 'yes',
    note: 'when `companies` is given',
    errcode: 86021,
    errmsg: '非在营企业不允许注册',
  },
  'enterprise/personal-platform': {
    section: '4.3',
    says: 'a platform that belongs to a person may not',
    played: 'yes',
    errcode: 89295,
    errmsg: '不支持个人主体的第三方',
  },
  'enterprise/permission-sets': {
    section: '4.2',
    says: 'the platform holds the permission sets needed',
    played: 'yes',
    errcode: 89254,
    errmsg: 'lack of some component rights',
  },
  'enterprise/running': {
    section: '5',
    says: 'one task per company: until its final push or for 24 h',
    played: 'assumed',
    note: '89249 is documented for the retired API; the table of its successor does not have it',
    errcode: 89249,
    errmsg: 'task running',
  },
  'enterprise/unknown-task': {
    section: '4.3',
    says: 'query of a task that does not exist',
    played: 'assumed',
    note: '89250, as the retired API answers',
    errcode: 89250,
    errmsg: 'task not found',
  },
  'enterprise/push-by-task': {
    section: '3.4',
    says: 'in the push of the current API only info.taskid identifies the task',
    played: 'yes',
    note: 'one source',
  },
  'enterprise/retired-version': {
    section: '4.3',
    says: 'without new_version the old body applies',
    played: 'yes',
    note: 'before 2026-04-30 only',
  },
} as const satisfies RuleTable
