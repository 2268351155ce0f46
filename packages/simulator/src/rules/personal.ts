import type { RuleTable } from './rule.js'

/** Rules of personal registration. */
export const personalRules = {
  'personal/missing': {
    section: '4.4',
    says: 'wxuser is missing',
    played: 'yes',
    errcode: 86030,
    errmsg: 'JSON 缺少参数',
  },
  'personal/wechat': {
    section: '4.4',
    says: 'the WeChat id does not exist',
    played: 'yes',
    errcode: 86032,
    errmsg: '无效微信号',
  },
  'personal/restricted': {
    section: '4.4',
    says: 'the WeChat id may not register',
    played: 'yes',
    note: 'when `people` is given',
    errcode: 86034,
    errmsg: '该微信号受限，无法注册',
  },
  'personal/names': {
    section: '4.4',
    says: 'idname belongs to the WeChat id',
    played: 'yes',
    note: 'when `people` is given',
    errcode: 86036,
    errmsg: '姓名与微信号不一致',
  },
  'personal/personal-platform': {
    section: '4.4',
    says: 'a platform that belongs to a person may not',
    played: 'yes',
    errcode: 86040,
    errmsg: '不支持个人第三方号调用',
  },
  'personal/unpublished': {
    section: '4.4',
    says: 'the platform is 全网发布',
    played: 'yes',
    errcode: 86031,
    errmsg: '内部错误；第三方号无效或未全网发布',
  },
  'personal/permission-sets': {
    section: '4.4',
    says: 'the platform holds the permission sets needed',
    played: 'yes',
    errcode: 86033,
    errmsg: '第三方号权限集缺失',
  },
  'personal/quota': {
    section: '4.4',
    says: '5 calls a day per WeChat id',
    played: 'yes',
    errcode: 91030,
    errmsg: 'this wxuser has reached their daily limit of api calls',
  },
  'personal/unknown-task': {
    section: '4.4',
    says: 'query of a task that does not exist',
    played: 'assumed',
    note: '89250',
    errcode: 89250,
    errmsg: 'task not found',
  },
  'personal/two-status-tables': {
    section: '4.4',
    says: 'personal and enterprise queries number their states differently',
    played: 'yes',
  },
} as const satisfies RuleTable
