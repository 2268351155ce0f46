import type { Bilingual } from '@wehook/core'
import type { TaskKind } from '../src/kinds/index.js'
import type { WaitsFor } from '../src/task.js'

/** What the page says of a kind where its row is code. */
export interface KindWords {
  /** What a second call is held back by while a task is open. */
  readonly guard: Bilingual
  readonly foundBy: Bilingual
  readonly asks: Bilingual
}

const company = { en: 'the company code, shared with the retired form', zh: '企业代码（与旧接口共用）' }

/** The compiler asks for every kind. */
export const kindWords: Readonly<Record<Exclude<TaskKind, 'registration.unknown'>, KindWords>> = {
  'registration.enterprise': {
    guard: company,
    foundBy: { en: '`taskid`, or code and name', zh: '`taskid`，或企业代码和名称' },
    asks: {
      en: '`query`; the appid of a success from the authorizers, by `principal_name`',
      zh: '`query`；成功的 appid 按 `principal_name` 在授权方列表中查找',
    },
  },
  'registration.personal': {
    guard: { en: 'WeChat id and reference', zh: '微信号和 reference' },
    foundBy: { en: '`taskid`, or `wxuser`', zh: '`taskid`，或 `wxuser`' },
    asks: {
      en: '`query`; the appid from the authorizers, by `register_type` 15 or 16',
      zh: '`query`；appid 按 `register_type` 15 或 16 在授权方列表中查找',
    },
  },
  'registration.beta': {
    guard: { en: 'openid, name and reference', zh: 'openid、名称和 reference' },
    foundBy: { en: '`unique_id`', zh: '`unique_id`' },
    asks: {
      en: 'the authorizers, by `register_type` 13 and `nick_name`',
      zh: '授权方列表，按 `register_type` 13 和 `nick_name`',
    },
  },
  'registration.enterpriseLegacy': {
    guard: company,
    foundBy: { en: 'name, code, WeChat id and name of the legal person', zh: '企业名称、代码、法人微信号和法人姓名' },
    asks: { en: '`search`, then the authorizers', zh: '`search`，然后是授权方列表' },
  },
  'beta.conversion': {
    guard: { en: 'the appid, unless `again` is set', zh: 'appid；设置 `again` 时不限' },
    foundBy: { en: '`appid`', zh: '`appid`' },
    asks: { en: '`authorizerInfo`: `register_type` 19', zh: '`authorizerInfo`：`register_type` 19' },
  },
  certification: {
    guard: { en: 'the appid, also while returned', zh: 'appid，打回期间也算' },
    foundBy: { en: '`taskid`, then `appid`', zh: '`taskid`，然后是 `appid`' },
    asks: {
      en: '`query`; in payment and review after 1, 3, 7, 14 and 30 days; for the reason of a return or a failure',
      zh: '`query`；支付和审核期间在 1、3、7、14、30 天后各查一次；打回或失败时查询原因',
    },
  },
}

export const turnWords: Readonly<Record<WaitsFor, Bilingual>> = {
  'legal-person': { en: 'legal person', zh: '法定代表人' },
  user: { en: 'user', zh: '用户' },
  administrator: { en: 'administrator', zh: '管理员' },
  reviewer: { en: 'reviewer', zh: '审核方' },
  payment: { en: 'payment', zh: '支付' },
  provider: { en: 'provider', zh: '服务商' },
  wechat: { en: 'WeChat', zh: '微信' },
}
