import { expect, test } from 'vitest'
import { accountOf } from '../../src/events/account.js'
import { readEvent } from '../../src/index.js'

const read = (xml: string) =>
  readEvent({ id: '', componentAppId: '', timestamp: 0, xml: `<xml><CreateTime>1</CreateTime>${xml}</xml>` })
const item = '<list><appid>wx00000000000000a1</appid><ret_code>0</ret_code></list>'

test.each([
  ['authorized', '<AuthorizerAppid>wx00000000000000a1</AuthorizerAppid><AuthorizationCode>code</AuthorizationCode>'],
  ['notify_third_fasteregister', '<status>0</status><appid>wx00000000000000a1</appid>'],
  [
    'notify_apply_icpfiling_result',
    '<authorizer_appid>wx00000000000000a1</authorizer_appid><beian_status>6</beian_status>',
  ],
  [
    'notify_icpfiling_verify_result',
    '<task_id>1</task_id><verify_appid>wx00000000000000a1</verify_appid><result>3</result>',
  ],
  ['order_path_apply_result_notify', item],
  ['an_info_type_of_tomorrow', '<appid>wx00000000000000a1</appid>'],
])('%s names its account', (infoType, xml) => {
  expect(accountOf(read(`<InfoType>${infoType}</InfoType>${xml}`))).toBe('wx00000000000000a1')
})

test.each([
  ['component_verify_ticket', '<ComponentVerifyTicket>x</ComponentVerifyTicket>'],
  ['notify_third_fasteregister', '<status>101</status>'],
  ['order_path_apply_result_notify', item + item],
])('%s names none', (infoType, xml) => {
  expect(accountOf(read(`<InfoType>${infoType}</InfoType>${xml}`))).toBeUndefined()
})
