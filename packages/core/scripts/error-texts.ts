import type { WehookErrorCode } from '@wehook/core'
import type { Language } from './words.js'

type Text = Readonly<Record<Language, string>>

export interface ErrorText {
  /** When it happens. */
  readonly when: Text
  /** What to change. */
  readonly fix: Text
}

const text = (en: string, zh: string): Text => ({ en, zh })

/** What docs/errors.md says of each code; the compiler asks for every one. */
export const errorTexts: Readonly<Record<WehookErrorCode, ErrorText>> = {
  ERR_OPTIONS_INVALID: {
    when: text(
      'An option of a `create…` or `…Storage` function is missing or not valid. Thrown at creation.',
      '`create…` 或 `…Storage` 的某个选项缺失或无效，创建时抛出。',
    ),
    fix: text(
      'Correct the option that the message names. `wehook doctor` says where in the console a setting is.',
      '改正消息里指出的选项；`wehook doctor` 会说明该配置项在控制台的位置。',
    ),
  },
  ERR_METHOD_NOT_ALLOWED: {
    when: text(
      'The request is neither a POST nor a GET with `echostr`. Usually somebody opened the URL in a browser.',
      '既不是 POST，也不是带 `echostr` 的 GET：通常是有人用浏览器打开了这个 URL。',
    ),
    fix: text('Nothing; WeChat posts.', '无需处理，微信用 POST 推送。'),
  },
  ERR_QUERY_INVALID: {
    when: text(
      '`timestamp`, `nonce` or `msg_signature` is missing, empty or repeated.',
      '`timestamp`、`nonce` 或 `msg_signature` 缺失、为空，或出现两次。',
    ),
    fix: text(
      'Look for a proxy or a rewrite rule that changes the query. Verify `msg_signature`, never `signature`.',
      '检查代理或重写规则是否改动了 query 参数。要校验的是 `msg_signature`，不是 `signature`。',
    ),
  },
  ERR_BODY_TOO_LARGE: {
    when: text('The body is longer than `bodyLimitBytes`.', '请求体超过 `bodyLimitBytes`。'),
    fix: text(
      'A push has about 1 kB, so this is probably not WeChat. Otherwise raise `bodyLimitBytes`.',
      '推送只有 1 kB 左右，发请求的多半不是微信；否则调大 `bodyLimitBytes`。',
    ),
  },
  ERR_BODY_ABORTED: {
    when: text('The client disconnected before the body was complete.', '请求体还没有发完，对方就断开了。'),
    fix: text('Nothing, unless a proxy in front cuts uploads off.', '无需处理，除非前面的代理会截断上传。'),
  },
  ERR_BODY_TIMEOUT: {
    when: text('The body was not complete before the deadline.', '请求体在截止时间之前没有收完。'),
    fix: text('Look at the network and the proxy in front.', '检查网络和前面的代理。'),
  },
  ERR_BODY_ENCODING: {
    when: text('The body is compressed; wehook does not decompress it.', '请求体经过压缩；wehook 不解压。'),
    fix: text(
      'Turn off the compression of requests in the proxy, or decompress in front of wehook.',
      '在代理里关闭请求压缩，或在 wehook 之前解压。',
    ),
  },
  ERR_BODY_CONSUMED: {
    when: text(
      'A body parser of the host read the body and kept neither its text nor an `Encrypt`.',
      '应用的请求体解析中间件读走了请求体，既没有保留原文，也没有保留 `Encrypt`。',
    ),
    fix: text('Paste the line that the log names, above that parser.', '把日志里给出的那一行放到该中间件之前。'),
  },
  ERR_ENVELOPE_MALFORMED: {
    when: text(
      'The body is not `<xml><AppId>…</AppId><Encrypt>…</Encrypt></xml>`; a DOCTYPE or a second `Encrypt` is refused as well.',
      '请求体不是 `<xml><AppId>…</AppId><Encrypt>…</Encrypt></xml>`；含 DOCTYPE 或两个 `Encrypt` 同样拒收。',
    ),
    fix: text('Look for a proxy or a parser that changes the body.', '检查代理或解析中间件是否改动了请求体。'),
  },
  ERR_ENCRYPT_MISSING: {
    when: text('The body has no `Encrypt`.', '请求体里没有 `Encrypt`。'),
    fix: text(
      'A third-party platform is always in 安全模式: the request does not come from WeChat.',
      '第三方平台总是安全模式：发请求的不是微信。',
    ),
  },
  ERR_PLATFORM_UNKNOWN: {
    when: text(
      'The `AppId` of the envelope belongs to no configured platform.',
      '外层的 `AppId` 不属于任何已配置的平台。',
    ),
    fix: text(
      'Compare `componentAppId` with 第三方平台 appid. It is not the appid of a mini program or 公众号.',
      '核对 `componentAppId` 与第三方平台 appid；不是小程序或公众号的 appid。',
    ),
  },
  ERR_SIGNATURE_MISMATCH: {
    when: text('`msg_signature` does not match.', '`msg_signature` 不匹配。'),
    fix: text(
      'Compare `token` with 消息校验 Token; while it is being changed pass `[current, previous]`.',
      '核对 `token` 与消息校验 Token；更换期间传 `[current, previous]`。',
    ),
  },
  ERR_DECRYPT_FAILED: {
    when: text(
      'The signature matches, but `Encrypt` cannot be decrypted. WeChat distinguishes -40010 (base64), -40007 (cipher) and -40008 (padding, length).',
      '签名匹配，但 `Encrypt` 无法解密。微信区分 -40010（base64）、-40007（解密）、-40008（补位、长度）。',
    ),
    fix: text(
      'Compare `encodingAesKey` with 消息加解密 Key; while it is being changed pass `[current, previous]`.',
      '核对 `encodingAesKey` 与消息加解密 Key；更换期间传 `[current, previous]`。',
    ),
  },
  ERR_APPID_MISMATCH: {
    when: text('The push was encrypted for another appid.', '推送是为另一个 appid 加密的。'),
    fix: text(
      '`componentAppId` takes 第三方平台 appid, on both URLs, for messages of authorizers too.',
      '`componentAppId` 要填第三方平台 appid；两个 URL 都是，授权方的消息也是如此。',
    ),
  },
  ERR_PUSH_STALE: {
    when: text(
      'The timestamp of the push differs from the current time by more than `maxAgeMs`.',
      '推送的时间戳与当前时间相差超过 `maxAgeMs`。',
    ),
    fix: text(
      'Synchronize the clock (NTP). WeChat documents no window, so leave `maxAgeMs` out or at ten minutes and more.',
      '校准时钟（NTP）。微信文档没有规定时间窗口，`maxAgeMs` 不设或至少十分钟。',
    ),
  },
  ERR_HANDLER_FAILED: {
    when: text('Without an inbox: a handler threw.', '没有 inbox 时：处理函数抛出了错误。'),
    fix: text(
      'See the signal `failed` for what it threw. With an inbox the event would be tried again automatically.',
      '查看 `failed` 信号里的错误。配置 inbox 后会自动重试。',
    ),
  },
  ERR_HANDLER_TIMEOUT: {
    when: text(
      'Handlers were not done in time: `deadlineMs` without an inbox, `handlerTimeoutMs` with one. They keep running.',
      '处理函数没有按时完成：没有 inbox 时为 `deadlineMs`，有则为 `handlerTimeoutMs`。它会继续运行。',
    ),
    fix: text(
      'Use an inbox, so that pushes are stored, answered and handled later; or make the handler quicker.',
      '配置 inbox，先落盘并应答，之后再处理；或缩短处理函数的耗时。',
    ),
  },
  ERR_INBOX_UNAVAILABLE: {
    when: text(
      'The inbox could not store the push in time. It was not answered `success`.',
      '推送未能及时写入 inbox，因此没有应答 `success`。',
    ),
    fix: text(
      'Look at the storage: disk full, read-only, locked; Redis unreachable or not durable.',
      '检查存储：磁盘已满、只读、被锁；Redis 连不上或未开启持久化。',
    ),
  },
  ERR_RECEIVER_CLOSED: {
    when: text('A push came while the receiver was closing.', '推送到达时 receiver 正在关闭。'),
    fix: text(
      'Close the HTTP server first, then the receiver, then the storage.',
      '先关 HTTP 服务器，再关 receiver，最后关存储。',
    ),
  },
  ERR_START_IN_BUILD: {
    when: text(
      '`receiver.start()` was called while `next build` runs.',
      '`next build` 期间调用了 `receiver.start()`。',
    ),
    fix: text(
      'Call it in `register()` of `instrumentation.ts`: the build imports route modules too.',
      '改在 `instrumentation.ts` 的 `register()` 里调用：构建也会导入路由模块。',
    ),
  },
  ERR_REPLY: {
    when: text(
      'A handler replied to a message a second time, with a kind of reply that the account does not accept, or after the message was stored.',
      '处理函数对同一消息重复回复、回复了该账号不支持的内容，或在消息落盘之后才回复。',
    ),
    fix: text(
      'Send further messages with `client.authorizer(appid).sendCustomerMessage`.',
      '更多内容请用 `client.authorizer(appid).sendCustomerMessage` 发送。',
    ),
  },
  ERR_INTERNAL: {
    when: text('A fault of wehook, or of what the host passed to it.', 'wehook 自身或宿主传入内容的故障。'),
    fix: text('Please report it with the line of the log.', '请附上日志里的那一行报告问题。'),
  },
  ERR_API: {
    when: text(
      'WeChat refused an API call: a `WechatApiError` with `errcode`, `meaning`, `advice`, `retryable`, `rid`.',
      '微信拒绝了接口调用：`WechatApiError` 带有 `errcode`、`meaning`、`advice`、`retryable`、`rid`。',
    ),
    fix: text(
      'Follow `advice`; give `rid` to WeChat within five hours.',
      '按 `advice` 处理；需要微信协助时五小时内提供 `rid`。',
    ),
  },
  ERR_API_INPUT: {
    when: text(
      'The input of a call breaks a rule of the API. Nothing was sent, no quota spent.',
      '调用参数不符合接口规则。没有发出请求，不消耗调用额度。',
    ),
    fix: text('Correct the fields that `issues` names.', '改正 `issues` 里指出的字段。'),
  },
  ERR_API_TIMEOUT: {
    when: text(
      'No answer, or no token, within `timeoutMs`. With `sent: true` WeChat may have carried the call out.',
      '`timeoutMs` 内没有应答，或没有取得令牌。`sent: true` 时微信可能已经执行。',
    ),
    fix: text(
      'The `taskid` was in the lost answer, so call again: 89249, 89251 or 89604 means that the first call arrived, then wait for the push. Keep `timeoutMs` at 8000 or more.',
      '`taskid` 在丢失的应答里，请再次调用：返回 89249、89251 或 89604 说明上次调用已送达，等待推送即可。`timeoutMs` 不小于 8000。',
    ),
  },
  ERR_API_TRANSPORT: {
    when: text('The connection failed, or the answer did not come from WeChat.', '连接失败，或回应的不是微信。'),
    fix: text(
      'Check the network path to api.weixin.qq.com: DNS, proxy, firewall.',
      '检查到 api.weixin.qq.com 的网络：DNS、代理、防火墙。',
    ),
  },
  ERR_TOKEN_UNAVAILABLE: {
    when: text(
      'There is no ticket yet, or the account has not authorized the platform.',
      '还没有票据，或该账号没有授权给平台。',
    ),
    fix: text(
      'Call `client.follow(receiver)` and keep tokens in a storage; a ticket comes within ten minutes. See `component.startPushTicket()` and `component.authorizationUrl()`.',
      '调用 `client.follow(receiver)` 并用存储保存令牌；票据十分钟内到达。另见 `component.startPushTicket()`、`component.authorizationUrl()`。',
    ),
  },
  ERR_TASK_OPEN: {
    when: text(
      'A task for the same company, person or appid is open: with another reference, with another input, returned by the reviewer, or not started here.',
      '同一企业、个人或 appid 已有进行中的任务：reference 不同、资料不同、已被打回，或不是从这里发起。',
    ),
    fix: text(
      'See `error.reason` and `error.taskId`. Wait for its end, resubmit what was returned, claim what was adopted, or pass `{ again: true }`.',
      '查看 `error.reason` 和 `error.taskId`：等待其结束；被打回的用 resubmit 重新提交；不是从这里发起的任务用 claim 认领；或传入 `{ again: true }`。',
    ),
  },
  ERR_TASK_NOT_FOUND: {
    when: text(
      'There is no task with this id, or no returned certification of this appid.',
      '没有这个 id 的任务，或该 appid 没有被打回的认证任务。',
    ),
    fix: text(
      'Check the id and the platform. Pass `{ taskid, reference }` for a certification that was submitted elsewhere.',
      '检查 id 和所属平台；认证是在别处提交的，请传入 `{ taskid, reference }`。',
    ),
  },
  ERR_TASK_STATE: {
    when: text(
      'The task has a reference already, or the appid is the result of another task.',
      '任务已有 reference，或该 appid 已是另一个任务的结果。',
    ),
    fix: text(
      'Claim adopted tasks only; settle with an appid that no other task has.',
      '只能认领不是从这里发起的任务；settle 请使用未被其他任务占用的 appid。',
    ),
  },
  ERR_TASK_UNAVAILABLE: {
    when: text(
      'The storage of the tasks cannot be used: Redis is unreachable, refuses the connection or is not durable.',
      '任务的存储不可用：无法连接 Redis、连接被拒绝，或 Redis 未开启持久化。',
    ),
    fix: text(
      'See the message, which says why, and `error.hint`. The storage reconnects automatically.',
      '消息和 `error.hint` 会说明原因；存储会自动重连。',
    ),
  },
}
