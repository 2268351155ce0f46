import { bilingual } from '../language.js'
import { defineEvent } from './define.js'
import { fields, group, integer, optional, text } from './fields.js'
import { company, legalPersonTimeouts } from './registration.js'
import { row } from './status.js'

/** The authorization code comes in an `authorized` push. https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-regist-beta/api_registerbetaminiprogram.html */
const betaCreation = defineEvent({
  infoType: 'notify_third_fastregisterbetaapp',
  title: bilingual('创建试用小程序结果', 'Beta mini program created'),
  when: bilingual(
    '用户在授权链接中确认创建试用小程序，或超时未确认时。',
    'When the user confirms the creation of a beta mini program on the page of the link, or does not confirm in time.',
  ),
  todo: bilingual(
    '按 `info.unique_id` 关联创建时的调用，保存 `appid`。授权码由 authorized 事件另行推送，到达顺序不固定。',
    'Find the call by `info.unique_id` and store the `appid`. The authorization code comes in an authorized event, before or after this one.',
  ),
  payload: fields({
    status: integer('创建结果状态码', 'Result of the creation'),
    msg: optional(text('状态信息', 'Text for the status')),
    appid: optional(text('试用小程序的 appid，仅成功时', 'Appid of the beta mini program; on success only')),
    info: optional(
      group('创建时提交的资料', 'The input of the call', {
        unique_id: optional(text('与创建接口返回的 unique_id 一致', 'The unique_id that the call returned')),
        name: optional(text('小程序名称', 'Name of the mini program')),
      }),
    ),
  }),
  decidedBy: 'status',
  needs: ['appid'],
  // biome-ignore format: one row per line
  statuses: {
    status: [
      row(0, '成功', 'success', 'succeeded', 'none'),
      row(3, '用户超时未确认', 'the user did not confirm in time', 'failed', 'retry'),
    ],
  },
})

/** Pushed at each step: message issued, converted, failed. https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-regist-beta/api_verfifybetaminiprogram.html */
const betaConversion = defineEvent({
  infoType: 'notify_third_fastverifybetaapp',
  title: bilingual('试用小程序转正', 'Beta mini program conversion'),
  when: bilingual(
    '模板消息下发成功、转正成功、转正失败（含超时）时各推送一次；先法人，后小程序管理员。',
    'When the message is sent, when the conversion succeeds, and when it fails or times out. The legal person confirms first, then the administrator.',
  ),
  todo: bilingual(
    '`89251` 与 `89252` 表示进行中，不是失败，请等待下一次推送。待法人确认期间重复调用会返回 `89251`；超时或失败后可以重新发起，每次都从法人人脸核身开始。',
    '`89251` and `89252` mean in progress, not failed: wait for the next push. Until the legal person has confirmed, another call returns `89251`. After a timeout or a failure, call again; the flow then starts again with the face check of the legal person.',
  ),
  payload: fields({
    status: integer('转正状态码', 'State of the conversion'),
    msg: optional(text('状态信息', 'Text for the status')),
    appid: optional(text('试用小程序的 appid，各阶段均有', 'Appid of the beta mini program; in every phase')),
    info: optional(group('提交的资料', 'The submitted data', company)),
  }),
  decidedBy: 'status',
  needs: ['appid'],
  // biome-ignore format: one row per line
  statuses: {
    status: [
      row(0, '小程序转正成功（指的是小程序管理员确认转正成功，并非指法人成功）', 'converted: the administrator has confirmed, not only the legal person', 'succeeded', 'none'),
      row(89251, '模板消息已下发，待法人人脸核身校验', 'message sent; waiting for the face check of the legal person', 'pending', 'wait', { rank: 1 }),
      row(89252, '模板消息已下发，待小程序管理员确认', 'message sent; waiting for the administrator of the mini program', 'pending', 'wait', { rank: 2 }),
      ...legalPersonTimeouts,
      row(100004, '实名认证的信息和法人姓名不一致', 'the real-name data and the name of the legal person differ', 'failed', 'correct-and-retry'),
      row(101, '法人扫脸后，工商数据返回：“企业已注销”', 'after the face check, business register: the company is deregistered', 'failed', 'give-up'),
      row(102, '法人扫脸后，工商数据返回：“企业不存在或企业信息未更新”', 'after the face check, business register: the company does not exist or its data is not up to date', 'failed', 'correct-and-retry'),
      row(103, '法人扫脸后，工商数据返回：“企业法定代表人姓名不一致”', 'after the face check, business register: the name of the legal representative differs', 'failed', 'correct-and-retry'),
      row(104, '法人扫脸后，工商数据返回：“企业法定代表人身份证号码不一致”', 'after the face check, business register: the ID number of the legal representative differs', 'failed', 'correct-and-retry'),
      row(105, '法人扫脸后，法定代表人身份证号码，工商数据未更新，请 5-15 个工作日之后尝试', 'after the face check: the business register does not have the current ID number of the legal representative yet; try after 5 to 15 working days', 'failed', 'retry-later', { retryAfter: { workingDays: [5, 15] } }),
      row(1000, '法人扫脸后，工商数据返回：“企业信息或法定代表人信息不一致”', 'after the face check, business register: the data of the company or of its legal representative differs', 'failed', 'correct-and-retry'),
    ],
  },
})

export const betaEvents = [betaCreation, betaConversion] as const
