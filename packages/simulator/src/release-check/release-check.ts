import type { Bilingual } from '@wehook/core'
import type { MessageFields } from '../message/fields.js'
import type { MessageRecord } from '../message/outbox.js'
import type { PushFields } from '../push/fields.js'
import { addAuthorizer, authorizedPush, issueAuthCode, type World } from '../world.js'
import { type ReleaseAccount, releaseGroups } from './accounts.js'
import { type ReleaseCheckReport, type ReleaseCheckRow, rowOf, toReport } from './report.js'

export interface ReleaseCheckOptions {
  /** The message permission sets of the platform: 1 公众号消息管理, 19 小程序客服管理. Without either no message is sent. Default both. */
  readonly permissionSets?: readonly (1 | 19)[]
  /** Which of the five pairs of test accounts. Default 1. */
  readonly group?: keyof typeof releaseGroups
  /** Also send an event to the 公众号, as older checks did. Default false. */
  readonly event?: boolean
  /** Is the code in the text the same one that came with `authorized`? Default `same`, as WeChat's older page says. */
  readonly codes?: 'same' | 'different'
  /** Real ms that the message by the customer service API may take. Default 10,000. */
  readonly waitMs?: number
}

/** Functions of the simulated platform, so that the check sends pushes the same way as everything else. */
export interface ReleaseCheckTools {
  readonly world: World
  /** Pushes a ticket. Resolves with whether the host accepted it. */
  pushTicket(): Promise<boolean>
  /** Did the host accept the latest push of this InfoType? */
  wasAccepted(infoType: PushFields['infoType']): boolean
}

const checkerOpenId = 'oReleaseChecker0123456789abc'
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Runs the automated test that WeChat runs before 全网发布, step by step, against both URLs of the host. */
export async function runReleaseCheck(
  tools: ReleaseCheckTools,
  options: ReleaseCheckOptions = {},
): Promise<ReleaseCheckReport> {
  const { permissionSets = [1, 19], group = 1 } = options
  const setOf = { 'official-account': 1, 'mini-program': 19 } as const
  const accounts: readonly ReleaseAccount[] = releaseGroups[group]
  const ticket = await tools.pushTicket()
  const rows: ReleaseCheckRow[] = [
    rowOf('组件ticket正确接收', ticket ? undefined : notSuccess('component_verify_ticket')),
    rowOf('生成预授权码', undefined),
    rowOf('获取授权code', undefined),
  ]
  for (const account of accounts) {
    const code = await authorize(tools, account, rows)
    if (permissionSets.includes(setOf[account.kind])) await exchangeMessages(tools, account, code, { rows, options })
    await withdraw(tools, account, rows)
  }
  return toReport(rows)
}

async function authorize(tools: ReleaseCheckTools, account: ReleaseAccount, rows: ReleaseCheckRow[]): Promise<string> {
  const { world } = tools
  const { appid, userName } = account
  addAuthorizer(world, {
    appid,
    userName,
    nickName: '全网发布检测',
    principalName: '',
    registerType: 0,
    permissions: [1, 17, 18, 19],
  })
  const code = issueAuthCode(world, appid)
  await world.push([authorizedPush('authorized', appid, code, world)])
  rows.push(rowOf('授权', tools.wasAccepted('authorized') ? undefined : notSuccess('authorized'), appid))
  return code
}

async function withdraw(tools: ReleaseCheckTools, { appid }: ReleaseAccount, rows: ReleaseCheckRow[]): Promise<void> {
  const { world } = tools
  const authorizer = world.authorizers.get(appid)
  if (authorizer) authorizer.isAuthorized = false
  world.latestTokens.delete(appid)
  await world.push([{ infoType: 'unauthorized', AuthorizerAppid: appid }])
  rows.push(rowOf('取消授权', tools.wasAccepted('unauthorized') ? undefined : notSuccess('unauthorized'), appid))
}

interface Step {
  readonly rows: ReleaseCheckRow[]
  readonly options: ReleaseCheckOptions
}

async function exchangeMessages(
  { world }: ReleaseCheckTools,
  account: ReleaseAccount,
  code: string,
  { rows, options }: Step,
): Promise<void> {
  const { appid, kind } = account
  if (kind === 'official-account') {
    const text = await send(world, account, textMessage(world, 'TESTCOMPONENT_MSG_TYPE_TEXT'))
    rows.push(rowOf('返回普通文本消息', wrongReply(text, account, 'TESTCOMPONENT_MSG_TYPE_TEXT_callback'), appid))
    if (options.event) {
      const event = await send(world, account, {
        MsgType: 'event',
        Event: 'LOCATION',
        Latitude: '23.1',
        Longitude: '113.3',
        Precision: '1',
      })
      rows.push(rowOf('发送事件消息', wrongReply(event, account, 'LOCATIONfrom_callback'), appid))
    }
  }
  const asked = options.codes === 'different' ? issueAuthCode(world, appid) : code
  const query = await send(world, account, textMessage(world, `QUERY_AUTH_CODE:${asked}`))
  const wrong =
    wrongEmptyAnswer(query) ?? (await wrongApiMessage(world, appid, `${asked}_from_api`, options.waitMs ?? 10_000))
  rows.push(rowOf('返回Api文本消息', wrong, appid))
}

function textMessage(world: World, Content: string): MessageFields {
  return { MsgType: 'text', Content, MsgId: `7${world.ids.digits(18)}` }
}

function send(world: World, { appid, userName }: ReleaseAccount, fields: MessageFields): Promise<MessageRecord> {
  return world.pushMessage(appid, { ToUserName: userName, FromUserName: checkerOpenId, ...fields })
}

function wrongReply(
  { attempts }: MessageRecord,
  { userName }: ReleaseAccount,
  expected: string,
): Bilingual | undefined {
  const last = attempts.at(-1)
  const { ToUserName, FromUserName, MsgType, Content } = last?.reply?.fields ?? {}
  if (ToUserName === checkerOpenId && FromUserName === userName && MsgType === 'text' && Content === expected)
    return undefined
  const got = describe(last)
  return {
    en: `expected a sealed text reply ${expected} with ToUserName and FromUserName swapped; ${got.en}`,
    zh: `应返回加密的文本 ${expected}，ToUserName 与 FromUserName 互换；${got.zh}`,
  }
}

/** WeChat's page asks for an empty answer, but `success` is accepted as well. */
function wrongEmptyAnswer({ attempts }: MessageRecord): Bilingual | undefined {
  const last = attempts.at(-1)
  if (last?.status === 200 && (last.answer === '' || last.answer === 'success')) return undefined
  const got = describe(last)
  return { en: `expected an empty answer within 5 s; ${got.en}`, zh: `应在 5 秒内返回空字符串；${got.zh}` }
}

function describe(attempt: MessageRecord['attempts'][number] | undefined): Bilingual {
  if (!attempt) return { en: 'there is no messageUrl to push to', zh: '没有设置 messageUrl' }
  if (attempt.fault) return { en: attempt.fault, zh: `应答有误：${attempt.fault}` }
  if (attempt.status === undefined)
    return { en: `no answer (${attempt.outcome})`, zh: `没有应答（${attempt.outcome}）` }
  if (!attempt.reply) return { en: 'the answer was empty or success', zh: '应答为空或 success' }
  return { en: `the reply was ${attempt.reply.xml}`, zh: `返回的是 ${attempt.reply.xml}` }
}

async function wrongApiMessage(
  world: World,
  appid: string,
  expected: string,
  waitMs: number,
): Promise<Bilingual | undefined> {
  const isExpected = () =>
    world.customerMessages.some((message) => {
      const text = message.body['text'] as { readonly content?: unknown } | undefined
      return message.appid === appid && message.body['touser'] === checkerOpenId && text?.content === expected
    })
  const until = performance.now() + waitMs
  while (!isExpected() && performance.now() < until) await wait(10)
  if (isExpected()) return undefined
  return {
    en: `expected the text $query_auth_code$_from_api by the customer service API within ${waitMs} ms; it did not come`,
    zh: `应在 ${waitMs} 毫秒内用客服接口发送文本 $query_auth_code$_from_api，没有收到`,
  }
}

function notSuccess(infoType: string): Bilingual {
  return { en: `${infoType} was not answered with success`, zh: `${infoType} 没有得到 success` }
}
