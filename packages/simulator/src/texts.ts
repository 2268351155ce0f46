import type { Bilingual } from '@wehook/core'

const list = (names: readonly string[]) => [...names].join(', ')
const maybe = (meant: string | undefined): Bilingual =>
  meant === undefined ? { en: '', zh: '' } : { en: `, did you mean '${meant}'?`, zh: `，是不是 '${meant}'？` }

/** The texts of errors of the simulated platform and of `sealPush`. */
export const texts = {
  noOption: (who: string, name: string, known: readonly string[]): Bilingual => ({
    en: `${who} has no option '${name}'; known: ${list(known)}`,
    zh: `${who} 没有选项 '${name}'；可用：${list(known)}`,
  }),
  noOverride: (name: string, known: readonly string[]): Bilingual => ({
    en: `sealPush has no override '${name}'; known: ${list(known)}`,
    zh: `sealPush 没有选项 '${name}'；可用：${list(known)}`,
  }),
  wrongType: (who: string, name: string, wanted: string, given: string): Bilingual => ({
    en: `${who}: ${name} must be a ${wanted}, got ${given}`,
    zh: `${who}：${name} 的类型应为 ${wanted}，收到的是 ${given}`,
  }),
  oneOf: (who: string, name: string, known: readonly string[], given: string): Bilingual => ({
    en: `${who}: ${name} must be one of ${list(known)}, got '${given}'`,
    zh: `${who}：${name} 只能是 ${list(known)}，收到的是 '${given}'`,
  }),
  wholeNumber: (who: string, name: string, from: number | undefined, given: string): Bilingual => ({
    en: `${who}: ${name} must be a whole number${from === undefined ? '' : ` from ${from} on`}, got ${given}`,
    zh: `${who}：${name} 应为${from === undefined ? '' : `不小于 ${from} 的`}整数，收到的是 ${given}`,
  }),
  orderPlaces: (last: number, given: string): Bilingual => ({
    en: `order must hold each place from 0 to ${last} once, got [${given}]`,
    zh: `order 应包含 0 到 ${last} 各一次，收到的是 [${given}]`,
  }),
  orderForm: (who: string): Bilingual => ({
    en: `${who}: order must be a word or a list of places`,
    zh: `${who}：order 应为单词或位置列表`,
  }),
  beforeDay: {
    en: "createSimulatedPlatform: before can only be '2026-04-30', the day when WeChat retired interfaces",
    zh: "createSimulatedPlatform：before 只能是 '2026-04-30'，即微信下线旧接口的日期",
  },
  path: (who: string, given: string): Bilingual => ({
    en: `${who}: path must begin with / and hold no host or query, got '${given}'`,
    zh: `${who}：path 应以 / 开头，不含域名和 query 参数，收到的是 '${given}'`,
  }),
  fault: {
    en: "failNext: a fault is { errcode }, { httpStatus } or { lost: 'request' | 'answer' }",
    zh: "failNext：故障应为 { errcode }、{ httpStatus } 或 { lost: 'request' | 'answer' }",
  },
  duration: (name: string, given: string): Bilingual => ({
    en: `a duration has numbers of days, hours, minutes, seconds or ms, none negative; got ${name}: ${given}`,
    zh: `时长由 days、hours、minutes、seconds、ms 的非负数组成，收到的是 ${name}: ${given}`,
  }),
  severalTasks: { en: 'several tasks wait: say which', zh: '有多个任务在等待，请指明是哪一个' },
  noLink: {
    en: 'no answer of the API has brought the link to anybody, so the person cannot open it',
    zh: '接口的应答没有把链接带给任何人，无法打开',
  },
  notAtThisStep: { en: 'the task is not at this step', zh: '任务不在这一步' },
  noTask: { en: 'no task waits', zh: '没有在等待的任务' },
  inTasks: (step: string, { en, zh }: Bilingual, tasks: string): Bilingual => ({
    en: `${step}: ${en}. Tasks: ${tasks}`,
    zh: `${step}：${zh}。任务：${tasks}`,
  }),
  names: (step: string, several: boolean, open: string): Bilingual => ({
    en: `reviewer.${step}: ${several ? 'several names are in review: say which' : 'no such review is open'}. Open: ${open}`,
    zh: `reviewer.${step}：${several ? '有多个名称在审核，请指明是哪一个' : '没有这个审核单'}。审核中：${open}`,
  }),
  preAuthCode: {
    en: 'administrator.authorizes: the pre_auth_code is unknown, used or older than 1800 s',
    zh: 'administrator.authorizes：pre_auth_code 不存在、已使用或超过 1800 秒',
  },
  notAuthorized: (step: string, appid: string, known: string): Bilingual => ({
    en: `administrator.${step}: ${appid} has not authorized the platform. Accounts: ${known}`,
    zh: `administrator.${step}：${appid} 没有授权给平台。账号：${known}`,
  }),
  fields: (given: string): Bilingual => ({
    en: `sealPush needs an object of wire fields or the XML as a string, got ${given}`,
    zh: `sealPush 需要字段对象或 XML 字符串，收到的是 ${given}`,
  }),
  infoType: (given: string, meant: string | undefined, known: readonly string[]): Bilingual => ({
    en: `unknown infoType ${given}${maybe(meant).en}; to push an InfoType that is not documented, give the XML as a string. Known: ${list(known)}`,
    zh: `没有 infoType ${given}${maybe(meant).zh}；要推送文档之外的 InfoType，请直接给出 XML 字符串。可用：${list(known)}`,
  }),
  field: (path: string, name: string, meant: string | undefined, known: readonly string[]): Bilingual => ({
    en: `${path} has no field '${name}'${maybe(meant).en}; to push an undocumented element, give the XML as a string. Known: ${list(known)}`,
    zh: `${path} 没有字段 '${name}'${maybe(meant).zh}；要推送文档之外的元素，请直接给出 XML 字符串。可用：${list(known)}`,
  }),
  missing: (path: string): Bilingual => ({
    en: `${path} is missing: every real push has it`,
    zh: `缺少 ${path}：真实的推送都有`,
  }),
  value: (path: string, wanted: 'an object' | 'a string' | 'an integer', given: string): Bilingual => ({
    en: `${path} must be ${wanted}, got ${given}`,
    zh: `${path} 应为${{ 'an object': '对象', 'a string': '字符串', 'an integer': '整数' }[wanted]}，收到的是 ${given}`,
  }),
  emptyList: (path: string): Bilingual => ({
    en: `${path} must hold at least one item`,
    zh: `${path} 至少要有一项`,
  }),
  message: {
    en: 'a message is an object of wire fields, or the XML as a string',
    zh: '消息应为字段对象或 XML 字符串',
  },
  messageType: {
    en: "a message needs MsgType: 'event' with Event, or 'text', 'image', …",
    zh: "消息需要 MsgType：'event' 加 Event，或 'text'、'image' 等",
  },
  elementName: (path: string): Bilingual => ({ en: `${path} is no name of an element`, zh: `${path} 不能用作元素名` }),
  elementValue: (path: string, given: string): Bilingual => ({
    en: `${path} must be text, a whole number or elements, got ${given}`,
    zh: `${path} 应为文本、整数或子元素，收到的是 ${given}`,
  }),
  noPrevious: (name: string): Bilingual => ({
    en: `the platform has no previous ${name}: give it [current, previous], two different ones`,
    zh: `平台没有旧的 ${name}：请给出 [新, 旧] 两个不同的值`,
  }),
  timestamp: (given: string): Bilingual => ({
    en: `timestamp must be Unix seconds as an integer, got ${given}; milliseconds?`,
    zh: `timestamp 应为整数的 Unix 秒，收到的是 ${given}，是不是毫秒？`,
  }),
  nonce: { en: 'nonce must be a string of at least one character', zh: 'nonce 应为非空字符串' },
  random: { en: 'random must be a string of 16 bytes', zh: 'random 应为 16 字节的字符串' },
} as const
