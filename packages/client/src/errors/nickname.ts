import { type ErrorTable, row } from './row.js'

/** setNickName and getNickNameStatus. */
export const nicknameErrors: ErrorTable = {
  91004: row('昵称无效', 'the name is invalid', 'correct-and-retry'),
  91011: row('查不到昵称修改审核单信息', 'there is no review of that audit_id', 'correct-and-retry', {
    taskState: 'not-found',
  }),
  91019: row('小程序正在审核中', 'the mini program is in review', 'retry-later', { taskState: 'in-review' }),
}
