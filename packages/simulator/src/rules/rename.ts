import type { RuleTable } from './rule.js'

/** Rules of renaming with setnickname. */
export const renameRules = {
  'rename/document': {
    section: '4.7',
    says: 'an organization gives `license`, a person `id_card`',
    played: 'assumed',
    note: '47001: its code is not documented',
    errcode: 47001,
    errmsg: 'data format error',
  },
  'rename/name': {
    section: '4.7',
    says: 'the name must be valid: without 小程序, Chinese unescaped',
    played: 'yes',
    note: 'also for words of `forbiddenNames`, which is assumed',
    errcode: 91004,
    errmsg: 'invalid nickname',
  },
  'rename/in-review': {
    section: '4.7',
    says: 'one review at a time',
    played: 'assumed',
    note: '91019, whose text says that the mini program is in review',
    errcode: 91019,
    errmsg: '小程序正在审核中',
  },
  'rename/unknown-review': {
    section: '4.7',
    says: 'an audit_id that does not exist',
    played: 'yes',
    errcode: 91011,
    errmsg: '查不到昵称修改审核单信息',
  },
  'rename/review': {
    section: '4.7',
    says: 'a name is set at once, or reviewed, and then the answer has audit_id',
    played: 'yes',
    note: 'reviewed when it contains a word of `reviewedNames`; reviewer.passesName and reviewer.refusesName decide',
  },
  'rename/count': {
    section: '4.7',
    says: '2 renames before the release and again each year',
    played: 'no',
    note: 'its code is not documented',
  },
} as const satisfies RuleTable
