import { describeStatus } from '@wehook/core'
import { findAccounts } from './accounts.js'
import type { Kind } from './kind.js'
import { nextBy } from './next.js'
import { succeededWith } from './registration.js'
import { textOf } from './registration-keys.js'

/** WeChat appends one of these to the name of a beta mini program. */
const suffixes = ['', '的体验小程序', '的试用小程序']

export const betaCreation: Kind = {
  title: { zh: '创建试用小程序', en: 'Beta mini program' },
  infoType: 'notify_third_fastregisterbetaapp',
  api: 'registration.beta.create',
  async send(client, { input }, options) {
    const answer = await client.registration.beta.create(input as never, options)
    return { id: answer.unique_id, link: answer.authorize_url }
  },
  idSpace: 'beta',
  subject: 'person',
  guard: ({ input, reference }) => ({
    space: 'open:beta',
    values: [textOf(input, 'openid'), textOf(input, 'name'), reference],
    isPersonal: true,
  }),
  keys: () => [],
  createsAccount: true,
  outcomes: ['succeeded', 'pending', 'failed', 'undetermined'],
  runningCodes: [],
  waitsFor: () => 'user',
  async ask(context, record) {
    const name = textOf(record.input ?? {}, 'name')
    const found = await findAccounts(context, record.openedAt, ({ register_type, nick_name = '' }) => {
      return register_type === 13 && suffixes.some((suffix) => nick_name === `${name}${suffix}`)
    })
    const success = describeStatus('notify_third_fastregisterbetaapp', 'status', 0)
    return found.length > 0 ? succeededWith(found, success) : undefined
  },
  afterLastLook: 'failed',
  looksAtHours: [0, 1, 4, 24],
  fields: { 86011: ['name'], 47001: ['name', 'openid'], 91030: ['openid'] },
  next: nextBy({
    call: 'registration.beta.create',
    who: { zh: '用户', en: 'user' },
    succeeded: {
      provider: {
        call: 'authorizer(appid).beta.verify',
        zh: '需要正式使用时调用 beta.verify 转正；转正前可用 client 的 beta.setNickname 改名',
        en: 'convert it with beta.verify before real use; until then the client renames it with beta.setNickname',
      },
      merchant: { zh: '准备转正所需的企业资料', en: 'get the company data for the conversion ready' },
    },
  }),
}

const conversionSuccess = describeStatus('notify_third_fastverifybetaapp', 'status', 0)

export const betaConversion: Kind = {
  title: { zh: '试用小程序转正', en: 'Beta conversion' },
  infoType: 'notify_third_fastverifybetaapp',
  api: 'beta.verify',
  async send(client, { appid = '', input }, options) {
    const answer = await client.authorizer(appid).beta.verify(input as never, options)
    return answer.authorize_url === undefined ? {} : { link: answer.authorize_url }
  },
  subject: 'appid',
  guard: ({ appid = '' }) => ({ space: 'open:conversion', values: [appid] }),
  keys: ({ appid = '' }) => [{ space: 'conversion', values: [appid] }],
  createsAccount: false,
  outcomes: ['succeeded', 'pending', 'failed', 'undetermined'],
  runningCodes: [89249, 89251],
  waitsFor: (status) => (status?.code === 89252 ? 'administrator' : 'legal-person'),
  async ask({ client }, { appid = '' }) {
    const { authorizer_info: profile } = await client.component.authorizerInfo({ authorizer_appid: appid })
    return profile.register_type === 19 ? { status: conversionSuccess, outcome: 'succeeded', appid } : undefined
  },
  afterLastLook: 'failed',
  looksAtHours: [0, 24],
  fields: {
    101: ['code'],
    102: ['enterprise_name', 'code'],
    1000: ['enterprise_name', 'code'],
    1001: ['code'],
    1002: ['code'],
    86019: ['enterprise_name', 'code'],
    89255: ['code'],
  },
  next: nextBy({
    call: 'authorizer(appid).beta.verify',
    who: { zh: '法定代表人', en: 'legal person' },
    turns: {
      administrator: {
        provider: {
          zh: '法定代表人已通过；请小程序管理员在 expiresAt 之前确认',
          en: 'the legal person has passed; the administrator confirms before expiresAt',
        },
        merchant: {
          zh: '小程序管理员在微信中确认转正',
          en: 'the administrator of the mini program confirms the conversion in WeChat',
        },
      },
    },
    succeeded: {
      provider: {
        call: 'client.authorizer(appid).setNickname',
        zh: '名称仍带试用后缀：发布前用 client 的 setNickname 改名；账号未认证，可用 certification.submit 申请认证',
        en: "the name keeps the beta suffix: rename it with the client's setNickname before its release; the account is not certified: certification.submit",
      },
      merchant: {
        zh: '在小程序助手中设置邮箱和密码，之后才能登录公众平台',
        en: 'set an email and a password in 小程序助手: the account cannot log in to mp.weixin.qq.com before',
      },
    },
  }),
}
