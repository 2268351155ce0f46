import type { MessageFields } from '../message/fields.js'
import { miniProgram } from './parties.js'

const event = <Name extends string>(Event: Name) => ({ MsgType: 'event', Event }) as const
const penalty = {
  ...event('wxa_punish_event'),
  punish_id: '1000001',
  appid: miniProgram,
  punish_time: 1700000000,
  illegal_reason: '涉嫌违反平台规则',
  illegal_content: '示例内容',
  rule_name: '示例规则',
  rule_url: 'https://developers.weixin.qq.com/miniprogram/product/',
  adjust_guide_url: 'https://developers.weixin.qq.com/miniprogram/product/',
} as const
const warning = { warned_type: 3, rectify_deadline: 1700604800, warned_function_names: [], warned_ban_days: [] }
const ban = { banned_days: [7], banned_function_names: ['搜索'] }
const appeal = {
  ...event('wxa_appeal_record'),
  appeal_record_id: 3001,
  appid: miniProgram,
  appeal_time: 1700000000,
  appeal_count: 1,
  appeal_from: 1,
  punish_description: '示例处罚',
  material: [
    {
      illegal_material: { content: '示例内容', content_url: '' },
      appeal_material: { reason: '示例理由', proof_material_id: 'sampleMediaId' },
    },
  ],
} as const
const privacy = (name: string) =>
  ({ ...event(name), OpenID: 'o0123456789abcdefghijklmnopq', AppID: miniProgram }) as const
const conversion = (name: string) => ({
  ...event(name),
  ApplyAuthorizationInfoNoitfy: {
    appid: miniProgram,
    mp_appid: 'wx00000000000000b0',
    status: 0,
    msg: 'ok',
    operation_time: 1700000000,
  },
})
const message = <Type extends string>(MsgType: Type) => ({ MsgType, MsgId: '7300000000000000001' }) as const

/**
 * At least one payload for every event and kind of message that WeChat documents for 消息与事件接收 URL, ready for {@link sealMessagePush}; all values are
 * made up. The key is the outcome where the event reports one, otherwise `typical`.
 */
export const messageSamples = {
  weapp_audit_success: { succeeded: { ...event('weapp_audit_success'), SuccTime: 1700000000 } },
  weapp_audit_fail: {
    failed: {
      ...event('weapp_audit_fail'),
      Reason: '1:账号信息不符合规范:<br>(1):包含色情因素<br>2:服务类目与页面不符<br>',
      FailTime: 1700000000,
      ScreenShot: 'sampleMediaId1|sampleMediaId2',
    },
  },
  weapp_audit_delay: {
    pending: { ...event('weapp_audit_delay'), Reason: '为了更好的服务小程序，审核需要更长时间', DelayTime: 1700000000 },
  },
  wxa_nickname_audit: {
    succeeded: { ...event('wxa_nickname_audit'), ret: 3, nickname: '示例小店', reason: '' },
    failed: { ...event('wxa_nickname_audit'), ret: 2, nickname: '示例小店', reason: '名称不符合规范' },
  },
  wxa_category_audit: {
    succeeded: { ...event('wxa_category_audit'), ret: 3, first: 287, second: 616, reason: '' },
    failed: { ...event('wxa_category_audit'), ret: 2, first: 287, second: 616, reason: '资质不全' },
  },
  wxa_privacy_apply: {
    typical: {
      ...event('wxa_privacy_apply'),
      result_info: {
        api_name: 'wx.getLocation',
        apply_time: '1700000000',
        audit_id: '4001',
        audit_time: '1700003600',
        reason: '',
        status: '1',
      },
    },
  },
  wxa_punish_event: {
    typical: { ...penalty, event_type: 1, detail: JSON.stringify(warning) },
    functionsBanned: { ...penalty, event_type: 2, detail: JSON.stringify(ban) },
    takenDown: { ...penalty, event_type: 3 },
    accountBanned: { ...penalty, event_type: 4 },
    pageBanned: { ...penalty, event_type: 10 },
  },
  wxa_illegal_record: {
    typical: {
      ...event('wxa_illegal_record'),
      illegal_record_id: '2001',
      appid: miniProgram,
      create_time: 1700000000,
      illegal_reason: '涉嫌违反平台规则',
      illegal_content: '示例内容',
      rule_url: 'https://developers.weixin.qq.com/miniprogram/product/',
      rule_name: '示例规则',
    },
  },
  wxa_appeal_record: {
    pending: { ...appeal, appeal_status: 1 },
    succeeded: { ...appeal, appeal_status: 2, audit_time: 1700003600, audit_reason: '' },
    failed: { ...appeal, appeal_status: 3, audit_time: 1700003600, audit_reason: '申诉理由不充分' },
  },
  user_info_modified: { typical: { ...privacy('user_info_modified'), RevokeInfo: '1' } },
  user_authorization_revoke: {
    typical: { ...privacy('user_authorization_revoke'), RevokeInfo: '1', PluginID: '', OpenPID: '' },
  },
  user_authorization_cancellation: { typical: privacy('user_authorization_cancellation') },
  betaapp_verify_event: { typical: conversion('betaapp_verify_event') },
  betaapp_verify_apply_event: { typical: conversion('betaapp_verify_apply_event') },
  text: { typical: { ...message('text'), Content: '你好' } },
  image: { typical: { ...message('image'), PicUrl: 'http://mmbiz.qpic.cn/simulated/0', MediaId: 'sampleMediaId' } },
  voice: { typical: { ...message('voice'), MediaId: 'sampleMediaId', Format: 'amr' } },
  video: { typical: { ...message('video'), MediaId: 'sampleMediaId', ThumbMediaId: 'sampleThumbMediaId' } },
  shortvideo: { typical: { ...message('shortvideo'), MediaId: 'sampleMediaId', ThumbMediaId: 'sampleThumbMediaId' } },
  location: {
    typical: {
      ...message('location'),
      Location_X: '23.134521',
      Location_Y: '113.358803',
      Scale: 20,
      Label: '示例位置',
    },
  },
  link: { typical: { ...message('link'), Title: '示例标题', Description: '示例描述', Url: 'https://example.com/' } },
  miniprogrampage: {
    typical: {
      ...message('miniprogrampage'),
      Title: '示例页面',
      AppId: miniProgram,
      PagePath: 'pages/index',
      ThumbUrl: 'http://mmbiz.qpic.cn/simulated/0',
      ThumbMediaId: 'sampleThumbMediaId',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, MessageFields>>>>

export interface NamedMessageSample {
  /** The Event, or the MsgType of a message. */
  readonly type: keyof typeof messageSamples
  readonly name: string
  readonly fields: MessageFields
}

/** The samples as a list, to loop over. */
export const messageSampleList: readonly NamedMessageSample[] = Object.entries(messageSamples).flatMap(
  ([type, named]) =>
    Object.entries(named).map(([name, fields]) => ({ type: type as NamedMessageSample['type'], name, fields })),
)
