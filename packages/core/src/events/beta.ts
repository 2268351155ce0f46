import { fields, group, integer, optional, text } from './fields.js'
import { company } from './registration.js'
import { row, statusTables } from './status.js'

/** PROTOCOL §3.5. The auth code comes apart, in an `authorized` push. */
export const betaCreation = fields({
  status: integer('创建结果状态码', 'Result of the creation'),
  msg: optional(text('状态信息', 'Text for the status')),
  appid: optional(text('试用小程序的 appid，仅成功时', 'The beta mini program; on success only')),
  info: optional(
    group('创建时的资料', 'What the call named', {
      unique_id: optional(
        text('与创建接口返回的 unique_id 一致', 'Equals the unique_id that the creating call returned'),
      ),
      name: optional(text('小程序名称', 'Name of the mini program')),
    }),
  ),
})

export const betaCreationStatus = statusTables({
  status: [
    row(0, 'succeeded', 'none', '成功', 'success'),
    row(3, 'failed', 'retry', '用户超时未确认', 'the user did not confirm in time'),
  ],
})

/** PROTOCOL §3.6. Pushed at each step: message issued, converted, failed. */
export const betaConversion = fields({
  status: integer('转正状态码', 'Where the conversion stands'),
  msg: optional(text('状态信息', 'Text for the status')),
  appid: optional(text('试用小程序的 appid，各阶段均有', 'The beta mini program; in every phase')),
  info: optional(group('提交的资料', 'What was submitted', company)),
})

export const betaConversionStatus = statusTables({
  status: [
    row(
      0,
      'succeeded',
      'none',
      '小程序转正成功（指的是小程序管理员确认转正成功，并非指法人成功）',
      'converted: the administrator has confirmed, not merely the legal person',
    ),
    row(
      89251,
      'pending',
      'wait',
      '模板消息已下发，待法人人脸核身校验',
      'message issued; waiting for the face check of the legal person',
    ),
    row(
      89252,
      'pending',
      'wait',
      '模板消息已下发，待小程序管理员确认',
      'message issued; waiting for the administrator of the mini program',
    ),
    row(
      100001,
      'failed',
      'retry',
      '已下发的模板消息法人并未确认且已超时（24h），未进行身份证校验',
      'the legal person did not confirm within 24 h; the ID card was not checked',
    ),
    row(
      100002,
      'failed',
      'retry',
      '已下发的模板消息法人并未确认且已超时（24h），未进行人脸识别校验',
      'the legal person did not confirm within 24 h; the face was not checked',
    ),
    row(
      100003,
      'failed',
      'retry',
      '已下发的模板消息法人并未确认且已超时（24h）',
      'the legal person did not confirm within 24 h',
    ),
    row(
      100004,
      'failed',
      'correct-and-retry',
      '实名认证的信息和法人姓名不一致',
      'the real-name data and the name of the legal person differ',
    ),
    row(
      101,
      'failed',
      'give-up',
      '法人扫脸后，工商数据返回：“企业已注销”',
      'after the face check, business register: the company is deregistered',
    ),
    row(
      102,
      'failed',
      'correct-and-retry',
      '法人扫脸后，工商数据返回：“企业不存在或企业信息未更新”',
      'after the face check, business register: the company does not exist or its data is not up to date',
    ),
    row(
      103,
      'failed',
      'correct-and-retry',
      '法人扫脸后，工商数据返回：“企业法定代表人姓名不一致”',
      'after the face check, business register: the name of the legal representative differs',
    ),
    row(
      104,
      'failed',
      'correct-and-retry',
      '法人扫脸后，工商数据返回：“企业法定代表人身份证号码不一致”',
      'after the face check, business register: the ID number of the legal representative differs',
    ),
    row(
      105,
      'failed',
      'retry-later',
      '法人扫脸后，法定代表人身份证号码，工商数据未更新，请 5-15 个工作日之后尝试',
      'after the face check: the business register does not have the current ID number of the legal representative yet; try after 5 to 15 working days',
      { workingDays: [5, 15] },
    ),
    row(
      1000,
      'failed',
      'correct-and-retry',
      '法人扫脸后，工商数据返回：“企业信息或法定代表人信息不一致”',
      'after the face check, business register: the data of the company or of its legal representative differs',
    ),
  ],
})
