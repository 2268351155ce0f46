import type { Bilingual } from '../language.js'
import type { Answer, NoAnswer, Sent } from '../send.js'
import type { Verdict } from './check.js'

export interface AnswerFinding {
  readonly verdict: Extract<Verdict, 'ok' | 'warn' | 'wrong'>
  readonly cause?: string
  readonly text: Bilingual
}

interface AnswerRule {
  readonly cause: string
  readonly verdict?: 'warn'
  readonly shows: (answer: Answer) => boolean
  readonly text: (answer: Answer) => Bilingual
}
const wechatWaitsMs = 5000

const failures: Readonly<Record<NoAnswer['failure'], (failed: NoAnswer) => Bilingual>> = {
  dns: ({ code }) => ({
    zh: `域名解析失败（${code}）：核对 URL 里的域名和解析记录`,
    en: `the host name does not resolve (${code}): check the name and its DNS record`,
  }),
  refused: () => ({
    zh: '连接被拒绝：程序没有运行，或监听的是其他端口或网卡',
    en: 'the connection was refused: the app is not running, or listens on another port or address',
  }),
  tls: ({ code }) => ({
    zh: `TLS 失败（${code}）：证书过期、自签名、域名不符、缺中间证书，或端口上不是 HTTPS`,
    en: `TLS fails (${code}): the certificate is expired, self-signed, for another name or without its chain, or the port is not an HTTPS port`,
  }),
  timeout: ({ durationMs }) => ({
    zh: `${durationMs} 毫秒内没有应答：防火墙丢弃了请求，或处理函数一直没有应答（某个解析器已经读取请求体？）`,
    en: `no answer in ${durationMs} ms: a firewall drops the request, or a handler does not answer (has a parser already read the body?)`,
  }),
  reset: ({ code }) => ({
    zh: `连接中途断开（${code}）：程序崩溃、代理限制了请求，或该端口只接受 HTTPS`,
    en: `the connection was cut (${code}): the app crashed, a proxy refused the request, or the port accepts only HTTPS`,
  }),
  unreachable: ({ code }) => ({ zh: `无法连接（${code}）`, en: `it cannot be reached (${code})` }),
}

/** What hosts and their proxies answer when the request does not reach wehook; the first rule that matches is used. */
const rules: readonly AnswerRule[] = [
  {
    cause: 'too-slow',
    shows: ({ durationMs }) => durationMs > wechatWaitsMs,
    text: ({ durationMs }) => ({
      zh: `${durationMs} 毫秒才应答，微信只等 5 秒：请配置 inbox，先落盘再应答`,
      en: `the answer took ${durationMs} ms, but WeChat waits only 5 s: use an inbox, which stores the event, answers at once and handles it later`,
    }),
  },
  {
    cause: 'redirect',
    shows: ({ status }) => status >= 300 && status < 400,
    text: ({ status, headers }) => ({
      zh: `${status} 跳转到 ${headers['location'] ?? '其他地址'}：${redirectReason(headers['location']).zh}`,
      en: `${status}, redirected to ${headers['location'] ?? 'somewhere'}: ${redirectReason(headers['location']).en}`,
    }),
  },
  {
    cause: 'csrf',
    // In production, Egg's error page contains only this <h2>.
    shows: ({ status, body }) =>
      (status >= 400 && status < 500 && /csrf|authenticity token/i.test(body)) || body === '<h2>403 Forbidden</h2>',
    text: ({ status }) => ({
      zh: `${status}：被 csrf 检查拦截，请求没有到达 wehook。请对这个路径关闭该检查；Egg：config.security = { csrf: { ignore: '/wechat/authorization' } }`,
      en: `${status}: a csrf check stops it before wehook. Exempt this path; in Egg: config.security = { csrf: { ignore: '/wechat/authorization' } }`,
    }),
  },
  {
    cause: 'login',
    shows: ({ status, headers }) => status === 401 && 'www-authenticate' in headers,
    text: () => ({
      zh: '401：URL 受登录保护（WWW-Authenticate），微信不会登录，请对这个路径放行',
      en: '401 with WWW-Authenticate: a login protects this URL, and WeChat does not log in; exempt the path',
    }),
  },
  {
    cause: 'settings-differ',
    shows: ({ status }) => status === 401,
    text: () => ({
      zh: '401：这里的三项配置与服务器上的不同。逐项核对第三方平台 appid、消息校验 Token、消息加解密 Key；服务器日志「push refused」一行写明是哪一项。响应体若不是 Unauthorized，则是服务器自己的登录检查',
      en: '401: the three settings here are not those of the server. Compare 第三方平台 appid, 消息校验 Token and 消息加解密 Key; the line "push refused" in the server\'s log names the wrong one. If the body is not Unauthorized, a login check of the host answered',
    }),
  },
  {
    cause: 'forbidden',
    shows: ({ status }) => status === 403,
    text: () => ({
      zh: '403：防火墙、WAF、IP 白名单、登录检查或 csrf 检查拦截了请求，请对这个路径放行',
      en: '403: a firewall, a WAF, a list of allowed addresses, a login or csrf check stops it; exempt this path',
    }),
  },
  {
    cause: 'wrong-path',
    shows: ({ status }) => status === 404,
    text: () => ({
      zh: '404：路径不对。核对授权事件接收 URL 的路径与 mount 的路径，以及代理是否去掉了前缀',
      en: '404: the path is wrong. Compare the path of 授权事件接收 URL with the one of mount(), and whether a proxy strips a prefix',
    }),
  },
  {
    cause: 'method',
    shows: ({ status }) => status === 405,
    text: () => ({
      zh: '405：这个路径只接受其他方法（GET？），而推送使用 POST',
      en: '405: this path accepts only another method (GET?), but pushes are POST',
    }),
  },
  {
    cause: 'body-too-large',
    shows: ({ status }) => status === 413,
    text: ({ body, headers }) => ({
      zh: `413：请求体超过上限。${isNginx(body, headers) ? 'nginx：client_max_body_size 1m;' : '请调大前面的解析中间件或代理的上限，或 bodyLimitBytes'}`,
      en: `413: the body is over a limit. ${isNginx(body, headers) ? 'In nginx: client_max_body_size 1m;' : 'Raise the limit of the parser or proxy in front, or bodyLimitBytes'}`,
    }),
  },
  {
    cause: 'content-type',
    shows: ({ status }) => status === 415,
    text: () => ({
      zh: '415：框架不接受 XML（Fastify 默认如此）。用 mount(receiver) 挂载，不要自己写路由',
      en: '415: the framework refuses XML (Fastify does by default). Use mount(receiver) rather than a route of your own',
    }),
  },
  {
    cause: 'rate-limit',
    shows: ({ status }) => status === 429,
    text: () => ({ zh: '429：限流拦截了请求，请对这个路径放行', en: '429: a rate limit stops it; exempt this path' }),
  },
  {
    cause: 'gateway',
    shows: ({ status, body, headers }) =>
      status === 502 || status === 504 || (status === 503 && isNginx(body, headers)),
    text: ({ status }) => ({
      zh: `${status}：代理无法连接程序：程序没有运行、端口不对或超时`,
      en: `${status}: the proxy cannot reach the app: the app is not running, listens on another port or takes too long`,
    }),
  },
  {
    cause: 'unavailable',
    shows: ({ status }) => status === 503,
    text: () => ({
      zh: '503：处理超时、inbox 无法写入，或程序正在关闭。请看服务器日志「push refused」一行',
      en: '503: handlers are too slow, the inbox cannot store, or the app is closing. See the line "push refused" in the server\'s log',
    }),
  },
  {
    cause: 'server-error',
    shows: ({ status }) => status >= 500,
    text: ({ status }) => ({
      zh: `${status}：处理函数出错，或请求体已被别的中间件读取（ERR_BODY_CONSUMED）。请看服务器日志「push refused」一行，其中有修改方法`,
      en: `${status}: a handler failed, or another parser has read the body (ERR_BODY_CONSUMED). The line "push refused" in the server's log says what to change`,
    }),
  },
  {
    cause: 'bad-request',
    shows: ({ status }) => status >= 400,
    text: ({ status }) => ({
      zh: `${status}：请求在到达时已被改动（query 参数丢失、请求体被解析或清空），或前面的解析器拒绝了 XML`,
      en: `${status}: the request was changed before it arrived (query lost, body parsed or emptied), or a parser in front refuses XML`,
    }),
  },
  {
    cause: 'not-200',
    shows: ({ status }) => status !== 200,
    text: ({ status }) => ({ zh: `应答是 ${status}，应为 200`, en: `the answer is ${status}, expected 200` }),
  },
  {
    cause: 'html-body',
    shows: ({ body }) => /^\s*<(!doctype|html)/i.test(body),
    text: () => ({
      zh: '应答是网页：请求到达的是前端页面或登录页，而不是 receiver',
      en: 'the answer is a web page: the request reached a front end or a login page instead of the receiver',
    }),
  },
  {
    cause: 'empty-body',
    shows: ({ body }) => body === '',
    text: () => ({ zh: '响应体为空，必须恰好是 success', en: 'the answer is empty; it must be exactly success' }),
  },
  {
    cause: 'decorated-body',
    shows: ({ body }) => body !== 'success' && /^[\s\ufeff"'{]*(\w+"?:\s*)?"?success["'\s}]*$/i.test(body),
    text: ({ body }) => ({
      zh: `应答是 ${JSON.stringify(body.slice(0, 40))}，必须恰好是 success：不带引号、换行、BOM，小写`,
      en: `the answer is ${JSON.stringify(body.slice(0, 40))} and must be exactly success: no quotes, no line break, no BOM, lower case`,
    }),
  },
  {
    cause: 'other-body',
    shows: ({ body }) => body !== 'success',
    text: ({ body }) => ({
      zh: `响应体是 ${JSON.stringify(body.slice(0, 40))}，必须恰好是 success：某个中间件包装了应答？`,
      en: `the answer is ${JSON.stringify(body.slice(0, 40))} and must be exactly success: does a middleware wrap answers?`,
    }),
  },
  {
    cause: 'slow',
    verdict: 'warn',
    shows: ({ durationMs }) => durationMs > 2500,
    text: ({ durationMs }) => ({
      zh: `${durationMs} 毫秒，已过 5 秒上限的一半：繁忙时会超时，建议配置 inbox`,
      en: `${durationMs} ms, more than half of WeChat's 5 s: under load it will exceed them; consider an inbox`,
    }),
  },
]

/** What the answer to an encrypted push means. `isMessage`: on 消息与事件接收 URL an empty answer and an encrypted reply are right as well. */
export function explainAnswer(sent: Sent, { isMessage = false }: { readonly isMessage?: boolean } = {}): AnswerFinding {
  if ('failure' in sent) return { verdict: 'wrong', cause: sent.failure, text: failures[sent.failure](sent) }
  const isReply = isMessage && (sent.body === '' || /^<xml><Encrypt>.*<MsgSignature>/s.test(sent.body))
  const rule = rules.find((candidate) => candidate.shows(isReply ? { ...sent, body: 'success' } : sent))
  if (rule) return { verdict: rule.verdict ?? 'wrong', cause: rule.cause, text: rule.text(sent) }
  const { durationMs } = sent
  if (isReply && sent.body !== '')
    return {
      verdict: 'ok',
      text: { zh: `加密的回复，${durationMs} 毫秒`, en: `an encrypted reply in ${durationMs} ms` },
    }
  return { verdict: 'ok', text: { zh: `success，${durationMs} 毫秒`, en: `success in ${durationMs} ms` } }
}

function isNginx(body: string, headers: Answer['headers']): boolean {
  return /nginx|openresty|tengine/i.test(body) || /nginx|openresty|tengine/i.test(headers['server'] ?? '')
}

function redirectReason(location: string | undefined): Bilingual {
  if (location && /login|signin|auth\b/i.test(location)) {
    return { zh: '登录检查拦截了请求，请对这个路径放行', en: 'a login check stops it; exempt this path' }
  }
  return {
    zh: '请把最终地址填入授权事件接收 URL（https、末尾斜杠、www 都要一致），推送不会跟随跳转',
    en: 'put the final address into 授权事件接收 URL (https, the slash at the end, www): a push does not follow redirects',
  }
}
