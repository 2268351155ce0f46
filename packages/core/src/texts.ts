import type { TextTable } from './language.js'

/** What core's errors, hints and log lines say. */
export const texts = {
  option: {
    message: (option: string, expected: { readonly en: string; readonly zh: string }) => ({
      en: `${option}: ${expected.en}`,
      zh: `${option}：${expected.zh}`,
    }),
    hint: (option: string) => ({
      en: `correct the option ${option} of createReceiver`,
      zh: `请改正 createReceiver 的选项 ${option}`,
    }),
    anObject: { en: 'expected an object', zh: '应为对象' },
    onePlatformOrMore: { en: 'expected one platform or more', zh: '至少需要一个平台' },
    samePlatformTwice: { en: 'the same componentAppId is listed twice', zh: '同一个 componentAppId 出现了两次' },
  },
  methodNotAllowed: {
    message: (method: string) => ({
      en: `${method} is neither POST nor a GET with echostr`,
      zh: `${method} 既不是 POST，也不是带 echostr 的 GET`,
    }),
    hint: {
      en: 'a browser that opens the URL gets this answer; WeChat sends POST requests',
      zh: '用浏览器打开这个 URL 就会得到此应答；微信以 POST 推送',
    },
  },
  pushStale: {
    message: (seconds: number, isAhead: boolean) => ({
      en: `the push is ${seconds} s ${isAhead ? 'ahead of our clock' : 'old'}`,
      zh: isAhead ? `推送的时间比本机时钟快 ${seconds} 秒` : `推送是 ${seconds} 秒之前的`,
    }),
    hint: {
      en: 'maxAgeMs refuses it: synchronize the clock of this machine (NTP), or somebody replays an old push',
      zh: '因 maxAgeMs 被拒收：请校准本机时钟（NTP）；若时钟无误，则是有人重放旧推送',
    },
  },
  receiverClosed: {
    message: { en: 'the receiver is closing', zh: 'receiver 正在关闭' },
    hint: {
      en: 'close the HTTP server first, then the receiver',
      zh: '请先关闭 HTTP 服务器，再关闭 receiver',
    },
  },
  internal: {
    message: (failure: string) => ({
      en: `a fault of wehook or of the app around it: ${failure}`,
      zh: `wehook 或所在应用出现故障：${failure}`,
    }),
    hint: { en: 'please report it with this line', zh: '请附上这一行日志反馈问题' },
  },
  handlersFailed: {
    hint: {
      en: 'see what the handler threw in the signal `failed`; a handler runs again and must be idempotent on event.id',
      zh: '处理函数抛出的错误见 `failed` 信号；处理函数会再次执行，须以 event.id 保证幂等',
    },
  },
  handlersLate: {
    message: (ms: number) => ({
      en: `the handlers were not done after ${ms} ms; they run on`,
      zh: `处理函数在 ${ms} 毫秒内没有完成，仍在继续执行`,
    }),
    hint: {
      en: 'raise handlerTimeoutMs, or give the handler a time limit of its own',
      zh: '请调大 handlerTimeoutMs，或在处理函数内自行设置超时',
    },
    hintWithoutInbox: {
      en: 'give createReceiver an inbox, so that pushes are stored at once and handled later',
      zh: '请为 createReceiver 配置 inbox：推送先落盘并应答，之后再处理',
    },
  },
  putFailed: {
    message: (failure: string) => ({ en: `storing a push failed: ${failure}`, zh: `推送未能存入 inbox：${failure}` }),
    late: (ms: number) => ({
      en: `storing a push took longer than ${ms} ms`,
      zh: `推送在 ${ms} 毫秒内未能存入 inbox`,
    }),
    hint: {
      en: 'look at the storage: disk full, read-only, locked, or Redis out of reach; WeChat was not answered success',
      zh: '请检查存储：磁盘已满、只读、被锁，或 Redis 无法连接；未向微信应答 success',
    },
  },
  noInbox: {
    en: 'no inbox: handlers run inside the request, and an event whose handler fails is lost unless WeChat pushes it again, which is known for tickets only',
    zh: '未配置 inbox：处理函数在请求内执行；处理失败的事件会丢失，除非微信再次推送（目前只确认 ticket 会重推）',
  },
  inboxNotDurable: {
    en: 'this inbox is not durable: its events are lost with the process; use it in tests only',
    zh: '此 inbox 不持久：进程退出后其中的事件即丢失，仅供测试使用',
  },
  noHandler: (infoType: string) => ({
    en: `no handler for ${infoType}; subscribe with receiver.on('${infoType}', …) (logged once)`,
    zh: `${infoType} 没有处理函数；请用 receiver.on('${infoType}', …) 订阅（只提示一次）`,
  }),
  attemptFailed: (attempt: number, infoType: string, reason: string) => ({
    en: `attempt ${attempt} at ${infoType} failed: ${reason}`,
    zh: `${infoType} 第 ${attempt} 次处理失败：${reason}`,
  }),
  lateEnd: {
    done: (attempt: number, infoType: string) => ({
      en: `attempt ${attempt} at ${infoType}, which had timed out, is done`,
      zh: `${infoType} 第 ${attempt} 次处理（此前已超时）现已完成`,
    }),
    failed: (attempt: number, infoType: string, reason: string) => ({
      en: `attempt ${attempt} at ${infoType}, which had timed out, failed: ${reason}`,
      zh: `${infoType} 第 ${attempt} 次处理（此前已超时）最终失败：${reason}`,
    }),
  },
  dead: {
    en: 'an event is dead after its last attempt; it is kept in the inbox until you requeue it',
    zh: '事件用尽重试次数，成为死信（dead）；仍保存在 inbox 中，可手动重新入队',
  },
  unhandledEverywhere: {
    en: 'no process had a handler for an event; it is delivered when a process with a handler starts',
    zh: '没有任何进程注册了该事件的处理函数；待有处理函数的进程启动后再投递',
  },
  inboxFailed: {
    en: 'the inbox failed in the background; it retries automatically',
    zh: 'inbox 在后台出错，将自动重试',
  },
  overdue: {
    en: 'stored events wait for a consumer: was receiver.start() called, and do the handlers keep pace?',
    zh: '已存入的事件无人消费：是否调用了 receiver.start()？处理函数是否跟得上？',
  },
  listenerThrew: { en: 'a listener of a signal threw', zh: '某个信号的监听函数抛出了错误' },
  pushRefused: (message: string) => ({ en: `push refused: ${message}`, zh: `推送被拒收：${message}` }),
} as const satisfies TextTable
