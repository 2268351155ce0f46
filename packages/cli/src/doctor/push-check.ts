import {
  createPlatform,
  diagnosePush,
  type EventIssue,
  type OpenedPush,
  openPush,
  type PlatformOptions,
  readEvent,
  type WehookErrorCode,
} from '@wehook/core'
import { bothInFlags } from '../flags.js'
import type { CapturedPush } from '../input/captured-push.js'
import { issueLine } from '../issues.js'
import type { Bilingual } from '../language.js'
import { readAny } from '../read-any.js'
import { settingRows } from '../settings.js'
import { type Check, callbackUrlLabel, inConsole, labelOf, messageUrlLabel } from './check.js'

type RefusalCause = NonNullable<ReturnType<typeof diagnosePush>>['cause']

/** The steps, in the order in which the receiver takes them: those before a fault are right, those after it are unknown. */
const steps = {
  query: { zh: 'query 参数', en: 'query' },
  envelope: { zh: '外层报文', en: 'envelope' },
  componentAppId: labelOf('componentAppId'),
  token: labelOf('token'),
  encodingAesKey: labelOf('encodingAesKey'),
  receiver: { zh: '加密所用的 appid', en: 'appid in the encrypted text' },
  url: { zh: '推送到的 URL', en: 'the URL that received it' },
  clock: { zh: '时钟', en: 'clock' },
  event: { zh: '事件', en: 'event' },
} as const satisfies Record<string, Bilingual>

type Step = keyof typeof steps

interface Fault {
  readonly step: Step
  readonly cause: string
  readonly zh: string
  readonly where?: string
}

/** A cause's step and its text in Chinese; the English one is core's own. */
const faults: Readonly<Record<Exclude<RefusalCause, 'other'>, Omit<Fault, 'cause'>>> = {
  'component-appid': {
    step: 'componentAppId',
    zh: '推送由我们的 Token 签名，但 AppId 不是这个：componentAppId 填错了，这里要填第三方平台 appid，不是小程序或公众号的 appid',
    where: inConsole(settingRows.componentAppId.label),
  },
  'other-platform': {
    step: 'componentAppId',
    zh: 'AppId 不是这个，我们的 Token 也不吻合：是另一个第三方平台在向这个 URL 推送，或者 componentAppId 和 token 都是别的平台的',
    where: inConsole(settingRows.componentAppId.label),
  },
  'signature-as-msg-signature': {
    step: 'query',
    zh: 'msg_signature 里放的是 signature 的值，它不覆盖请求体：代理或测试工具弄混了两者，微信两个都会发',
  },
  'body-changed': {
    step: 'envelope',
    zh: 'Token 是对的，但 Encrypt 不是当初签名的那一个：代理或解析器改动了请求体（urlencoded 会把 + 变成空格），或者有人拿旧签名配新请求体',
  },
  token: {
    step: 'token',
    zh: 'token 不对：与控制台的消息校验 Token 核对；如果刚在那里改过，传 [新, 旧] 两个',
    where: inConsole(settingRows.token.label),
  },
  'aes-key': {
    step: 'encodingAesKey',
    zh: 'token 是对的，但 encodingAesKey 解不开：与控制台的消息加解密 Key 核对；如果刚在那里改过，传 [新, 旧] 两个',
    where: inConsole(settingRows.encodingAesKey.label),
  },
  'sealed-for-another-appid': {
    step: 'receiver',
    zh: 'token 和 key 都对，但推送是为另一个 appid 加密的：componentAppId 要填第三方平台 appid，不是授权方的 appid',
    where: inConsole(settingRows.componentAppId.label),
  },
}

/** Refusals for which there is no specific cause, by the error's code. */
const faultsByCode: Readonly<Partial<Record<WehookErrorCode, Fault>>> = {
  ERR_QUERY_INVALID: {
    step: 'query',
    cause: 'query',
    zh: '缺少 timestamp、nonce 或 msg_signature，或者出现了两次：代理或重写规则改动了 query 参数',
  },
  ERR_ENVELOPE_MALFORMED: {
    step: 'envelope',
    cause: 'envelope',
    zh: '请求体不是推送的外层报文 <xml><AppId>…</AppId><Encrypt>…</Encrypt></xml>：代理或解析器改动了它',
  },
  ERR_ENCRYPT_MISSING: {
    step: 'envelope',
    cause: 'encrypt-missing',
    zh: '请求体里没有 Encrypt：第三方平台的推送总是加密的，是否有其他程序在向这个 URL 发请求？',
  },
}

/** Opens a captured push and says of each step whether it is right. */
export function checkPush(captured: CapturedPush, options: PlatformOptions, now: number): readonly Check[] {
  const platforms = [createPlatform(options)]
  const diagnosis = diagnosePush(captured, platforms)
  if (!diagnosis) return openedChecks(openPush(captured, platforms), captured.url, now)
  const { cause, hint, error } = diagnosis
  const fault: Fault | undefined = cause === 'other' ? faultsByCode[error.code] : { cause, ...faults[cause] }
  const { step, zh, where } = fault ?? { step: 'event', zh: `${error.zh.message}；${error.zh.hint}` }
  return report({
    [step]: {
      verdict: 'wrong',
      cause: fault?.cause ?? error.code,
      text: bothInFlags({ zh, en: `${error.message}; ${hint}` }),
      ...(where && { where }),
    },
  })
}

type Outcome = Pick<Check, 'verdict' | 'text' | 'cause' | 'where'>

const right: Bilingual = { zh: '正确', en: 'right' }

/** A row for every step. The steps after a wrong one are unknown. */
function report(outcomes: { readonly [step in Step]?: Outcome }): readonly Check[] {
  let isKnown = true
  return Object.entries(steps).map(([step, label]) => {
    const outcome = outcomes[step as Step] ?? { verdict: 'ok', text: right }
    const check: Check = isKnown
      ? { id: `push.${step}`, label, ...outcome }
      : { id: `push.${step}`, label, verdict: 'skipped', text: { zh: '未检查', en: 'not reached' } }
    if (outcome.verdict === 'wrong') isKnown = false
    return check
  })
}

function openedChecks(push: OpenedPush, url: string | undefined, now: number): readonly Check[] {
  const event = readAny(push)
  return report({
    ...(push.previous.token && { token: previous('previous-token', '消息校验 Token') }),
    ...(push.previous.key && { encodingAesKey: previous('previous-aes-key', '消息加解密 Key') }),
    url: urlOutcome(push, url),
    clock: clockOutcome(push.timestamp * 1000 - now),
    ...('issues' in event && { event: untyped(event.issues) }),
  })
}

function previous(cause: string, label: string): Outcome {
  return {
    verdict: 'warn',
    cause,
    text: bothInFlags({
      zh: `微信仍在用旧的${label}：改动只有全网发布后才对所有推送生效，之前请一直保留 [新, 旧]`,
      en: `WeChat still uses the previous ${label}: a change applies to all pushes only after 全网发布; keep [current, previous] until then`,
    }),
    where: inConsole(label),
  }
}

/** WeChat puts the account's appid into the path of 消息与事件接收 URL, where the console has $APPID$. */
const appidInPath = /wx[0-9a-f]{16}/g

/** Whether the push came to the right one of the two URLs, judged by the path. */
function urlOutcome(push: OpenedPush, url: string | undefined): Outcome {
  const belongsTo = isMessage(push) ? messageUrlLabel : callbackUrlLabel
  const path = (url ?? '').replace(/[?#].*$/s, '').replace(/^https?:\/\/[^/]*/, '')
  if (path === '') return { verdict: 'ok', text: { zh: `属于${belongsTo}`, en: `belongs to ${belongsTo}` } }
  const isAccountInPath = (path.match(appidInPath) ?? []).some((appid) => appid !== push.componentAppId)
  const cameTo = isAccountInPath ? messageUrlLabel : callbackUrlLabel
  if (cameTo === belongsTo) return { verdict: 'ok', text: { zh: belongsTo, en: belongsTo } }
  return isMessage(push) ? messageElsewhere : authorizationElsewhere
}

const isMessage = (push: OpenedPush): boolean => {
  const { payload } = readEvent(push)
  return 'MsgType' in payload || 'ToUserName' in payload
}

const messageElsewhere: Outcome = {
  verdict: 'wrong',
  cause: 'message-url',
  text: {
    zh: `这是授权方的消息或事件，属于${messageUrlLabel}，而它到达的路径里没有授权方的 appid：控制台里两个 URL 填反了、填成了同一个，或者${messageUrlLabel}没有写 $APPID$`,
    en: `this is a message or event of an authorizer, which belongs to ${messageUrlLabel}, and the path it came to has no authorizer's appid: the two URLs in the console are swapped or the same, or ${messageUrlLabel} lacks $APPID$`,
  },
  where: inConsole(`${messageUrlLabel} / ${callbackUrlLabel}`),
}

const authorizationElsewhere: Outcome = {
  verdict: 'wrong',
  cause: 'authorization-url',
  text: {
    zh: `这是第三方平台的授权事件，属于${callbackUrlLabel}，却到了路径里有授权方 appid 的 URL：控制台里两个 URL 填反了`,
    en: `this is an authorization event of the platform, which belongs to ${callbackUrlLabel}, but it came to a URL with an authorizer's appid in its path: the two URLs in the console are swapped`,
  },
  where: inConsole(`${callbackUrlLabel} / ${messageUrlLabel}`),
}

/** A captured push may be old; one from the future means that this machine's clock is behind. */
function clockOutcome(aheadMs: number): Outcome {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  if (aheadMs > 60_000) {
    return {
      verdict: 'wrong',
      cause: 'clock',
      text: {
        zh: `推送的时间比本机时钟晚 ${seconds} 秒：本机时钟慢了，请校时（NTP）`,
        en: `the push is ${seconds} s ahead of this machine: its clock is slow; synchronize it (NTP)`,
      },
    }
  }
  return { verdict: 'ok', text: { zh: `推送于 ${seconds} 秒前`, en: `pushed ${seconds} s ago` } }
}

function untyped(issues: readonly EventIssue[]): Outcome {
  const zh = issues.map((issue) => issueLine(issue, 'zh')).join('；') || '新的 InfoType'
  const en = issues.map((issue) => issueLine(issue, 'en')).join('; ') || 'a new InfoType'
  return {
    verdict: 'warn',
    cause: 'unknown-event',
    text: { zh: `可信，但没有类型，按 unknown 交付：${zh}`, en: `authentic, but delivered as unknown: ${en}` },
  }
}
