import { isIPv4 } from 'node:net'
import type { PlatformOptions } from '@wehook/core'
import { sealMessagePush, sealPush } from '@wehook/simulator'
import type { Bilingual } from '../language.js'
import { type Answer, type Post, type Sent, send } from '../send.js'
import { consolePath } from '../settings.js'
import { explainAnswer } from './answers.js'
import { type Check, callbackUrlLabel, inConsole } from './check.js'

/**
 * The probe's InfoType. WeChat has none of that name, so no handler acts on it; a real one could, for example, overwrite the ticket.
 */
export const probeInfoType = 'wehook_doctor'

const where = inConsole(callbackUrlLabel)

/** Sends an encrypted probe to a URL and checks everything that can go wrong between WeChat and the handler. */
export async function checkUrl(url: string, platform: PlatformOptions, now: () => number): Promise<readonly Check[]> {
  const form = checkForm(url)
  if (form.verdict === 'wrong') return [form]
  const probe = sealProbe(url, platform, now())
  const sentAt = now()
  const sent = await send(probe)
  const answer = checkAnswer(sent)
  if (!('status' in sent)) return [form, answer]
  const clock = checkClock(sent, (sentAt + now()) / 2)
  if (answer.verdict === 'wrong') return [form, answer, clock]
  return [form, answer, clock, await checkForgery(probe), await checkBodyParsers(probe)]
}

/** Is it 消息与事件接收 URL? Its URL in the console has the placeholder. */
const isMessageUrl = (url: string): boolean => /\$APPID\$|%24APPID%24/i.test(url)

/** The probe is as long as the longest real pushes, so that a limit on bodies is detected. */
function sealProbe(url: string, platform: PlatformOptions, now: number): Post {
  const timestamp = Math.floor(now / 1000)
  const padding = 'wehook doctor '.repeat(200)
  if (isMessageUrl(url)) {
    const probe = sealMessagePush(platform, { MsgType: 'event', Event: probeInfoType, padding }, { timestamp })
    return { url: probe.url(url.replace(/%24APPID%24/i, '$APPID$')), headers: probe.headers, body: probe.body }
  }
  const xml = `<xml><AppId><![CDATA[${platform.componentAppId}]]></AppId>\n<CreateTime>${timestamp}</CreateTime>\n<InfoType><![CDATA[${probeInfoType}]]></InfoType>\n<padding><![CDATA[${padding}]]></padding>\n</xml>`
  const { headers, body, url: at } = sealPush(platform, xml, { timestamp })
  return { url: at(url), headers, body }
}

function checkForm(url: string): Check {
  const name = isMessageUrl(url) ? '消息与事件接收 URL' : callbackUrlLabel
  const where = inConsole(name)
  const base = { id: 'url.form', label: { zh: name, en: name } }
  const wrong = (cause: string, text: Bilingual): Check => ({ ...base, verdict: 'wrong', cause, text, where })
  const warn = (cause: string, text: Bilingual): Check => ({ ...base, verdict: 'warn', cause, text, where })
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return wrong('url-form', { zh: '不是 http:// 或 https:// 开头的 URL', en: 'not a URL with http:// or https://' })
  }
  const { hostname, port } = new URL(url)
  if (isPrivate(hostname)) {
    const text = {
      zh: `${hostname} 只有本机或内网能访问，微信推送不到；用于本地检查没有问题`,
      en: `WeChat cannot reach ${hostname}; fine for a check on your own machine`,
    }
    return { ...base, verdict: 'warn', cause: 'private-host', text }
  }
  if (port !== '' && port !== '80' && port !== '443') {
    return warn('port', {
      zh: `微信只推送到 80 和 443 端口，这里是 ${port}`,
      en: `WeChat pushes only to ports 80 and 443; this is ${port}`,
    })
  }
  return { ...base, verdict: 'ok', text: { zh: '格式正确', en: 'well-formed' } }
}

function isPrivate(hostname: string): boolean {
  if (isIPv4(hostname)) return /^(0|10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(hostname)
  return /^\[|^localhost$|\.(local|internal|lan)$/.test(hostname)
}

function checkAnswer(sent: Sent): Check {
  const label = { zh: '应答（微信等 5 秒）', en: "answer (WeChat's limit is 5 s)" }
  const finding = explainAnswer(sent)
  const place = finding.cause === undefined ? undefined : placesByCause[finding.cause]
  return { id: 'url.answer', label, ...finding, ...(place && { where: place }) }
}

/** Causes that are fixed in WeChat's console; the others are fixed in the app or its proxy. */
const placesByCause: Readonly<Record<string, string>> = {
  'settings-differ': consolePath,
  redirect: where,
  'wrong-path': where,
  dns: where,
  tls: where,
}

/** Compares the clocks by the Date header, which has whole seconds. */
function checkClock({ headers }: Answer, now: number): Check {
  const base = { id: 'url.clock', label: { zh: '时钟', en: 'clock' } }
  const date = Date.parse(headers['date'] ?? '')
  if (Number.isNaN(date)) {
    return { ...base, verdict: 'skipped', text: { zh: '应答没有 Date 头', en: 'the answer has no Date header' } }
  }
  const seconds = Math.round((date - now) / 1000)
  if (Math.abs(seconds) <= 30) {
    return { ...base, verdict: 'ok', text: { zh: '与本机一致', en: 'the same as this machine’s' } }
  }
  return {
    ...base,
    verdict: Math.abs(seconds) > 600 ? 'wrong' : 'warn',
    cause: 'clock',
    text: {
      zh: `服务器时钟与本机相差 ${seconds} 秒：其中一个错了，请校时（NTP）；设置了 maxAgeMs 的服务器会拒收推送`,
      en: `the server's clock and this machine's differ by ${seconds} s: one is wrong; synchronize it (NTP). A server with maxAgeMs refuses pushes`,
    },
  }
}

/** The same push with one changed digit in its msg_signature must be refused. */
async function checkForgery(probe: Post): Promise<Check> {
  const base = { id: 'url.forgery', label: { zh: '伪造的推送', en: 'a forged push' } }
  const url = probe.url.replace(/(msg_signature=)(.)/, (_, name, digit) => `${name}${digit === '0' ? '1' : '0'}`)
  const sent = await send({ ...probe, url })
  if (explainAnswer(sent).verdict === 'wrong') {
    return { ...base, verdict: 'ok', text: { zh: '已拒收', en: 'refused' } }
  }
  return {
    ...base,
    verdict: 'wrong',
    cause: 'unverified',
    text: {
      zh: '签名错误的推送也得到 success：没有校验 msg_signature，任何人都能伪造事件',
      en: 'a push with a wrong signature got success too: msg_signature is not verified, and anybody can forge events',
    },
  }
}

/** WeChat documents no content type, so the app must accept each of these. */
const contentTypes = [
  'application/xml',
  'text/plain',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  undefined,
]

async function checkBodyParsers(probe: Post): Promise<Check> {
  const base = { id: 'url.parsers', label: { zh: '请求体解析中间件', en: 'body parsers' } }
  const failed: string[] = []
  for (const contentType of contentTypes) {
    const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType }
    const sent = await send({ ...probe, headers })
    if (explainAnswer(sent).verdict === 'wrong') {
      failed.push(`${contentType ?? 'no content type'} (${'status' in sent ? sent.status : sent.failure})`)
    }
  }
  if (failed.length === 0) {
    return { ...base, verdict: 'ok', text: { zh: '任何 Content-Type 都可以', en: 'every content type is accepted' } }
  }
  return {
    ...base,
    verdict: 'warn',
    cause: 'body-parsers',
    text: {
      zh: `text/xml 可以，以下不行：${failed.join('、')}。微信没有写明 Content-Type；请把 mount(receiver) 放在这些解析中间件之前`,
      en: `text/xml is accepted, these are not: ${failed.join(', ')}. WeChat documents no content type: put mount(receiver) before those parsers`,
    },
  }
}
