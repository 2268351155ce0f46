import type * as z from 'zod/mini'
import type { Bilingual } from '../language.js'
import { authorization, cancellation, verifyTicket } from './authorization.js'
import { betaConversion, betaConversionStatus, betaCreation, betaCreationStatus } from './beta.js'
import {
  certification,
  certificationAndIcp,
  certificationAndIcpNext,
  certificationAndIcpStatus,
  certificationExpiry,
  certificationField,
  certificationNext,
  certificationStatus,
} from './certification.js'
import { icpFaceCheck, icpFaceCheckStatus, icpFiling, icpFilingStatus } from './icp.js'
import { orderPathAudit, orderPathAuditStatus, orderPathSubmission, orderPathSubmissionStatus } from './order-path.js'
import { registration, registrationStatus } from './registration.js'
import type { Outcome, StatusTable } from './status.js'

/** Keeps the texts out of the types. */
const bilingual = (zh: string, en: string): Bilingual => ({ zh, en })

/** All that wehook knows of an event. The types, the reader, describeStatus and docs/events.md are made from these rows. */
export interface CatalogRow {
  readonly title: Bilingual
  /** When WeChat pushes it. */
  readonly when: Bilingual
  /** What an app team does with it. */
  readonly todo: Bilingual
  readonly schema: z.ZodMiniObject
  /** For an event that reports a result: the status tables, by field. */
  readonly tables?: Readonly<Record<string, StatusTable>>
  /** Which field's table decides the outcome. */
  readonly judge?: (payload: never) => string
  /** Each element of this list is judged by itself, not the payload. */
  readonly items?: string
  /** Fields without which a success is none. */
  readonly needs?: readonly string[]
  /** Which of WeChat's calls come next, in order, by deciding field and outcome. */
  readonly next?: Readonly<Record<string, Readonly<Partial<Record<Outcome, readonly string[]>>>>>
}

/** One row an InfoType. To add an event: its schema in a family's file, a row here, a fixture (CONTRIBUTING.md). */
export const catalog = {
  component_verify_ticket: {
    title: bilingual('验证票据', 'Verify ticket'),
    when: bilingual(
      '第三方平台创建审核通过后，大约每 10 分钟推送一次；票据有效期 12 小时。',
      'About every 10 minutes once the platform has passed its creation review. A ticket is valid for 12 hours.',
    ),
    todo: bilingual(
      '整串保存最新的票据：获取 `component_access_token` 时要用。旧票据在到期前仍可使用。',
      'Store the latest ticket whole: `component_access_token` is got with it. Older ones work until they expire.',
    ),
    schema: verifyTicket,
  },
  authorized: {
    title: bilingual('授权成功', 'Authorized'),
    when: bilingual(
      '商家授权给第三方平台时；快速注册出的小程序也会自动授权并推送。',
      'When an account authorizes the platform; also for a mini program made by quick registration, which is authorized by itself.',
    ),
    todo: bilingual(
      '立即用授权码换取授权信息，只换一次：有效期一小时，跳转回调里可能带着同一次授权的授权码。它与注册结果事件的先后不定，请按 appid 合并。',
      'Exchange the code at once and only once: it lives an hour, and the redirect may bring a code of the same authorization. It may come before or after the result of a registration: merge on the appid.',
    ),
    schema: authorization,
  },
  updateauthorized: {
    title: bilingual('更新授权', 'Authorization updated'),
    when: bilingual(
      '已授权的账号改变所授权限集时；权限集没有变化则不推送。',
      'When an authorizer changes the permission sets it grants; not pushed when they stay the same.',
    ),
    todo: bilingual(
      '用新的授权码换取授权信息并覆盖旧的：重新授权后旧 `refresh_token` 失效。',
      'Exchange the new code and replace what you had: re-authorization invalidates the old refresh token.',
    ),
    schema: authorization,
  },
  unauthorized: {
    title: bilingual('取消授权', 'Authorization cancelled'),
    when: bilingual('商家取消对第三方平台的授权时。', 'When an authorizer withdraws its authorization.'),
    todo: bilingual(
      '删除该账号的令牌，停止替它调用接口。没有可换取的授权码。',
      'Delete the tokens of that account and stop calling for it. There is no code to exchange.',
    ),
    schema: cancellation,
  },
  notify_third_fasteregister: {
    title: bilingual('快速注册结果', 'Registration result'),
    when: bilingual(
      '快速注册企业或个人小程序的任务结束时：成功、失败或 24 小时内未确认。核身后几分钟到十几分钟推送。',
      'When a task of quick registration, enterprise or personal, ends: done, failed, or not confirmed in 24 hours. It comes minutes to more than ten minutes after the face check.',
    ),
    todo: bilingual(
      '成功时用 `auth_code` 换取授权信息。失败时按状态码告知商家。用 `info` 里的企业名称、代码、法人微信号和法人姓名，或 `info.taskid`，找到对应任务；失败推送可能没有 `info`，也没有 `appid` 和 `auth_code`。`info.taskid` 并不等于个人注册。',
      'On success exchange `auth_code`. On failure tell the merchant what the status says. Find the task by `name`, `code`, `legal_persona_wechat` and `legal_persona_name` of `info`, or by `info.taskid`; a failure may lack `info`, and lacks `appid` and `auth_code`. `info.taskid` does not mean that a person registered.',
    ),
    schema: registration,
    tables: registrationStatus,
    judge: () => 'status',
    needs: ['appid'],
  },
  notify_third_fastregisterbetaapp: {
    title: bilingual('创建试用小程序结果', 'Beta mini program created'),
    when: bilingual(
      '用户在授权链接中确认创建试用小程序，或超时未确认时。',
      'When the user confirms the creation of a beta mini program through the link, or does not in time.',
    ),
    todo: bilingual(
      '用 `info.unique_id` 找到创建时的调用，记下 `appid`。授权码另由 authorized 事件推送，先后不定。',
      'Find the call by `info.unique_id` and note the `appid`. The authorization code comes in an authorized event, before or after this one.',
    ),
    schema: betaCreation,
    tables: betaCreationStatus,
    judge: () => 'status',
    needs: ['appid'],
  },
  notify_third_fastverifybetaapp: {
    title: bilingual('试用小程序转正', 'Beta mini program conversion'),
    when: bilingual(
      '模板消息下发成功、转正成功、转正失败（含超时）时各推送一次；先法人，后小程序管理员。',
      'When the message is issued, when the conversion succeeds, and when it fails or times out; the legal person comes first, then the administrator.',
    ),
    todo: bilingual(
      '`89251` 与 `89252` 表示进行中，不是失败，等待下一次推送。法人待确认期间重复调用会报 `89251`；超时或失败后可以重新发起，总是从法人人脸核身开始。',
      '`89251` and `89252` mean under way, not failed: wait for the next push. While the legal person is awaited another call answers `89251`. After a timeout or a failure call again; it always begins with the face check of the legal person.',
    ),
    schema: betaConversion,
    tables: betaConversionStatus,
    judge: () => 'status',
    needs: ['appid'],
  },
  notify_3rd_wxa_auth: {
    title: bilingual('小程序认证', 'Certification'),
    when: bilingual(
      '`task_status` 变为 0、6、9、12，或 `apply_status` 变为 2、3、4、5 时。需要权限集 18。',
      'When `task_status` becomes 0, 6, 9 or 12, or `apply_status` becomes 2, 3, 4 or 5. Needs permission set 18.',
    ),
    todo: bilingual(
      '`task_status` 到 12 之前由它决定结果，之后由 `apply_status` 决定。推送不含打回原因和失败原因，先调用 `queryauth` 查询；打回后修改资料调用 `reauth`，不要重新 `wxaauth`。`event.next` 依次列出接下来的接口。',
      '`task_status` decides until it is 12, then `apply_status`. The push has no reason for a return or a failure: call `queryauth` for it. What was returned is corrected and submitted with `reauth`, not with `wxaauth`. `event.next` lists the calls that come next.',
    ),
    schema: certification,
    tables: certificationStatus,
    judge: certificationField,
    next: certificationNext,
  },
  notify_3rd_wxa_wxverify: {
    title: bilingual('年审与过期提醒', 'Certification expiry reminder'),
    when: bilingual(
      '进入年审、到期当天、逾期 30 天和逾期 60 天时。',
      'When the yearly review begins, on the day of expiry, and 30 and 60 days after it.',
    ),
    todo: bilingual(
      '提醒商家年审：逾期 30 天影响被分享，逾期 60 天影响新用户访问及支付。',
      'Remind the merchant: 30 days overdue sharing suffers, 60 days overdue visits of new users and payment do.',
    ),
    schema: certificationExpiry,
  },
  notify_3rd_wxa_auth_and_icp: {
    title: bilingual('认证及备案', 'Certification and ICP filing'),
    when: bilingual(
      '二合一流程的节点：支付完成、派单给审核机构、审核打回、审核通过、审核失败。',
      'At the nodes of the combined procedure: paid, given to the auditing body, returned, passed, failed.',
    ),
    todo: bilingual(
      '用 `procedure_id` 找到流程。打回后先用 `query_auth_and_icp` 查原因，修改资料再次调用 `submit_auth_and_icp`。',
      'Find the procedure by `procedure_id`. When it is returned ask `query_auth_and_icp` why, correct, and call `submit_auth_and_icp` again.',
    ),
    schema: certificationAndIcp,
    tables: certificationAndIcpStatus,
    judge: () => 'procedure_status',
    next: certificationAndIcpNext,
  },
  notify_icpfiling_verify_result: {
    title: bilingual('备案人脸核身结果', 'ICP face check result'),
    when: bilingual('管理员完成备案人脸核身时。', 'When the administrator has done the face check for the ICP filing.'),
    todo: bilingual(
      '成功后提交备案；失败则重新发起核身任务。任务有效期 3 天，带 `along_with_auth` 时 1 天。',
      'After success submit the filing; after a failure start another face check. A task is valid for 3 days, with `along_with_auth` for 1.',
    ),
    schema: icpFaceCheck,
    tables: icpFaceCheckStatus,
    judge: () => 'result',
  },
  notify_apply_icpfiling_result: {
    title: bilingual('备案审核结果', 'ICP filing result'),
    when: bilingual('备案审核驳回或通过时。', 'When the filing is returned or passed.'),
    todo: bilingual(
      '驳回后修改资料重新提交；平台审核通过后还有管局审核。',
      'When it is returned correct and submit again. After the platform the authority audits.',
    ),
    schema: icpFiling,
    tables: icpFilingStatus,
    judge: () => 'beian_status',
  },
  order_path_apply_result_notify: {
    title: bilingual('订单页 path 送审结果', 'Order page path submitted'),
    when: bilingual('订单页 path 送审之后。', 'After the path of the order page was submitted for audit.'),
    todo: bilingual(
      '逐项处理 `event.items`，每项有各自的结果；审核结果另行推送，用 `audit_id` 对应。',
      'Handle `event.items` one by one, each has an outcome of its own. The audit result is pushed apart; match it by `audit_id`.',
    ),
    schema: orderPathSubmission,
    tables: orderPathSubmissionStatus,
    judge: () => 'ret_code',
    items: 'list',
  },
  order_path_audit_result_notify: {
    title: bilingual('订单页 path 审核结果', 'Order page path audited'),
    when: bilingual('订单页 path 审核有结果时。', 'When the path of the order page was audited.'),
    todo: bilingual(
      '逐项处理 `event.items`；失败的原因在该项的 `reason` 里，可能为空。',
      'Handle `event.items` one by one; `reason` of an item says why it was refused, if anything.',
    ),
    schema: orderPathAudit,
    tables: orderPathAuditStatus,
    judge: () => 'status',
    items: 'list',
  },
} as const satisfies Record<string, CatalogRow>

export type Catalog = typeof catalog
