import type { Bilingual, TextTable } from './language.js'

/** What core's errors, hints and log lines say. */
export const texts = {
  option: {
    message: (factory: string, name: string, expected: Bilingual) => ({
      en: `${factory}: ${name}: expected ${expected.en}`,
      zh: `${factory}：${name} 应为${expected.zh}`,
    }),
    hint: (name: string, factory: string) => ({
      en: `correct the option ${name} of ${factory}`,
      zh: `请改正 ${factory} 的选项 ${name}`,
    }),
    unknown: (factory: string, name: string) => ({
      en: `${factory}: there is no option ${name}`,
      zh: `${factory}：没有名为 ${name} 的选项`,
    }),
    didYouMean: (name: string) => ({ en: `did you mean ${name}?`, zh: `是否应为 ${name}？` }),
    remove: (names: string) => ({ en: `remove it; the options are: ${names}`, zh: `请删除；可用的选项有：${names}` }),
    expected: {
      object: { en: 'an object', zh: '对象' },
      platforms: { en: 'a list of one platform or more', zh: '至少含一个平台的数组' },
      durationMs: {
        en: 'a whole number of milliseconds, 1 to 2147483647',
        zh: '毫秒数（1 到 2147483647 的整数）',
      },
      waitMs: { en: 'a whole number of milliseconds, 0 to 2147483647', zh: '毫秒数（0 到 2147483647 的整数）' },
      waitsMs: {
        en: 'a list of whole numbers of milliseconds, each 0 to 2147483647',
        zh: '毫秒数组成的数组（每项为 0 到 2147483647 的整数）',
      },
      appId: {
        en: '第三方平台 appid: wx and 16 letters and digits (gh_… is the original id of an account, not an appid)',
        zh: '第三方平台 appid：wx 开头，后接 16 位字母和数字（gh_ 开头的是原始 ID，不是 appid）',
      },
      count: { en: 'a whole number, 1 or more', zh: '正整数' },
      flag: { en: 'true or false', zh: '布尔值 true 或 false' },
      language: { en: "'en' or 'zh'", zh: '字符串 en 或 zh' },
      function: { en: 'a function', zh: '函数' },
      logger: {
        en: 'an object with the functions info, warn and error, or false',
        zh: '带有 info、warn、error 三个函数的对象，或 false',
      },
      methods: (names: string) => ({
        en: `an object with the functions ${names}`,
        zh: `带有以下函数的对象：${names}`,
      }),
      signals: { en: "names of signals, such as 'SIGTERM'", zh: '信号名称，例如 SIGTERM' },
      oneOf: (names: string) => ({ en: `one of: ${names}`, zh: `下列之一：${names}` }),
      emitter: { en: 'an emitter made by mitt', zh: '由 mitt 创建的 emitter 对象' },
      around: { en: 'an object whose properties are functions', zh: '各属性均为函数的对象' },
    },
    samePlatformTwice: {
      en: 'platforms with different componentAppIds; one is listed twice',
      zh: '各不相同的平台：同一个 componentAppId 出现了两次',
    },
  },
  platform: {
    setting: {
      message: (name: string, fault: Bilingual, label: string) => ({
        en: `${name} ${fault.en}, expected ${label} as text`,
        zh: `${name} ${fault.zh}，应为字符串形式的${label}`,
      }),
      hint: (label: string) => ({
        en: `copy ${label} from the console of your third-party platform; is the environment variable set?`,
        zh: `请从第三方平台控制台复制${label}；是否设置了环境变量？`,
      }),
    },
    fault: {
      isKind: (kind: string) => ({ en: `is ${kind}`, zh: `的类型是 ${kind}` }),
      isEmpty: { en: 'is empty', zh: '为空' },
      hasSpaces: { en: 'has spaces around it', zh: '首尾有空格' },
    },
    aesKey: {
      length: (length: number) => ({
        en: `encodingAesKey has ${length} characters, expected 43`,
        zh: `encodingAesKey 有 ${length} 个字符，应为 43 个`,
      }),
      alphabet: {
        en: 'encodingAesKey holds a character outside A-Z a-z 0-9',
        zh: 'encodingAesKey 含有 A-Z a-z 0-9 以外的字符',
      },
      hint: {
        en: 'copy 消息加解密 Key from the console: 43 characters, without the final = and without spaces',
        zh: '请从控制台复制消息加解密 Key：43 个字符，不含末尾的 = 和空格',
      },
    },
  },
  subscription: {
    message: (name: string) => ({
      en: `receiver.on: wehook has no InfoType ${name}`,
      zh: `receiver.on：wehook 没有名为 ${name} 的 InfoType`,
    }),
    hint: (name: string) => ({ en: `did you mean ${name}?`, zh: `是否应为 ${name}？` }),
    hintUnknown: {
      en: "events of InfoTypes without a type come as 'unknown': subscribe to that and read event.wireInfoType",
      zh: "未收录的 InfoType 以 unknown 事件送达：请订阅 'unknown'，再看 event.wireInfoType",
    },
    noHandler: (name: string) => ({
      en: `receiver.on('${name}'): the handler is not a function`,
      zh: `receiver.on('${name}')：处理函数不是函数`,
    }),
    hintHandler: { en: 'pass a function as the second argument', zh: '请把处理函数作为第二个参数传入' },
  },
  retryAfterMs: {
    message: { en: 'Retry: afterMs: expected milliseconds, 0 or more', zh: 'Retry：afterMs 应为不小于 0 的毫秒数' },
    hint: {
      en: "write throw new Retry({ afterMs: 60_000, reason: '…' })",
      zh: "请写作 throw new Retry({ afterMs: 60_000, reason: '…' })",
    },
  },
  startInBuild: {
    message: {
      en: 'receiver.start() was called while Next builds the app',
      zh: 'receiver.start() 在 next build 期间被调用',
    },
    hint: {
      en: 'call it in register() of instrumentation.ts, which runs once when the server starts; a route module is also imported by the build, which would take events and end',
      zh: '请改在 instrumentation.ts 的 register() 中调用，它只在服务启动时执行一次；构建也会导入路由模块，届时会取走事件而后退出',
    },
  },
  notIdle: {
    message: (ms: number, pending: number) => ({
      en: `the receiver was not idle after ${ms} ms; ${pending} stored events are to be delivered`,
      zh: `receiver 在 ${ms} 毫秒内未空闲；inbox 中有 ${pending} 个事件待投递`,
    }),
    hint: {
      en: 'was receiver.start() called? an event whose handler failed waits for its next attempt, see retryDelaysMs',
      zh: '是否调用了 receiver.start()？处理失败的事件要等到下次重试，见 retryDelaysMs',
    },
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
      en: `the handlers were not done after ${ms} ms; they keep running`,
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
    hintOfMessage: {
      en: "WeChat waits 5 s for the answer to a user's message: reply at once, and send what takes longer afterwards with client.authorizer(appid).sendCustomerMessage",
      zh: '用户消息须在 5 秒内应答：请先立即回复，耗时的内容之后用 client.authorizer(appid).sendCustomerMessage 发送',
    },
  },
  putFailed: {
    message: (failure: string) => ({ en: `storing a push failed: ${failure}`, zh: `推送未能存入 inbox：${failure}` }),
    late: (ms: number) => ({
      en: `storing a push took longer than ${ms} ms`,
      zh: `推送在 ${ms} 毫秒内未能存入 inbox`,
    }),
    hint: {
      en: 'look at the storage: disk full, read-only, locked, or Redis unreachable; WeChat was not answered success',
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
  noHandler: (infoType: string) =>
    infoType === 'component_verify_ticket'
      ? {
          en: 'no handler for component_verify_ticket: call client.follow(receiver), which keeps tickets and tokens (logged once)',
          zh: 'component_verify_ticket 没有处理函数：请调用 client.follow(receiver)，由它保存票据和令牌（只提示一次）',
        }
      : {
          en: `no handler for ${infoType}; subscribe with receiver.on('${infoType}', …) (logged once)`,
          zh: `${infoType} 没有处理函数；请用 receiver.on('${infoType}', …) 订阅（只提示一次）`,
        },
  attemptFailed: (attempt: number, infoType: string, reason: string, asked?: Bilingual) => ({
    en: `attempt ${attempt} at ${infoType} failed: ${reason}${asked ? `; ${asked.en}` : ''}`,
    zh: `${infoType} 第 ${attempt} 次处理失败：${reason}${asked ? `；${asked.zh}` : ''}`,
  }),
  asked: {
    retryAfter: (ms: number) => ({
      en: `the handler asks for another attempt after ${ms} ms`,
      zh: `处理函数要求 ${ms} 毫秒后重试`,
    }),
    noRetry: { en: 'the handler asks for no further attempt', zh: '处理函数要求不再重试' },
  },
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
  unhandledEverywhere: (infoType: string) => ({
    en:
      infoType === 'component_verify_ticket'
        ? 'no process had a handler for component_verify_ticket: call client.follow(receiver); the event is delivered when a process with a handler starts'
        : `no process had a handler for ${infoType}; the event is delivered when a process with a handler starts`,
    zh:
      infoType === 'component_verify_ticket'
        ? '没有任何进程注册 component_verify_ticket 的处理函数：请调用 client.follow(receiver)；待有处理函数的进程启动后再投递'
        : `没有任何进程注册 ${infoType} 的处理函数；待有处理函数的进程启动后再投递`,
  }),
  held: (held: number, until: string) => ({
    en: `${held} stored events are held by another process, until ${until} at the latest if it has died; they are delivered then`,
    zh: `有 ${held} 个事件由其他进程持有；若该进程已退出，最迟 ${until} 释放，届时投递`,
  }),
  startForgotten: {
    en: 'a push was stored, and this process has handlers but does not deliver: call receiver.start() after registering them',
    zh: '已存入一个推送，但本进程虽有处理函数却没有投递：请在注册处理函数之后调用 receiver.start()',
  },
  duplicate: (infoType: string) => ({
    en: `a push of ${infoType} is a duplicate of one received before; it is not handled again (logged at most once in 10 s)`,
    zh: `收到重复的 ${infoType} 推送，不再处理（10 秒内最多提示一次）`,
  }),
  hookFailed: { en: 'the hook around.push failed', zh: '钩子函数 around.push 出错' },
  closeFailed: { en: 'closing failed', zh: '关闭时出错' },
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
  health: {
    storageResponds: { en: 'the storage answers', zh: '存储响应正常' },
    open: { en: 'the receiver takes pushes', zh: '接收器正常接收推送' },
    closing: { en: 'the receiver is closing', zh: '接收器正在关闭' },
    oldestDue: (seconds: number): Bilingual => ({
      en:
        seconds === 0
          ? 'no push waits'
          : `the oldest due push has waited for ${seconds} s: was receiver.start() called, do handlers keep pace?`,
      zh:
        seconds === 0
          ? '没有等待中的推送'
          : `最早应投递的推送已等待 ${seconds} 秒：是否调用了 receiver.start()？处理函数是否跟得上？`,
    }),
    dead: (count: number): Bilingual => ({ en: `${count} dead`, zh: `死信（dead）${count} 条` }),
    oldestDueTask: (seconds: number): Bilingual => ({
      en: seconds === 0 ? 'no task is overdue' : `a task has been overdue for ${seconds} s`,
      zh: seconds === 0 ? '没有逾期的任务' : `有任务到期 ${seconds} 秒仍未处理`,
    }),
    deadTasks: (count: number): Bilingual => ({
      en: count === 0 ? 'no change of a task was given up' : `tasks with a change that no handler accepted: ${count}`,
      zh: count === 0 ? '没有放弃通知的任务变更' : `${count} 个任务的变更通知失败，不再重试`,
    }),
    unhandled: (count: number): Bilingual => ({ en: `${count} unhandled`, zh: `无处理函数 ${count} 条` }),
    noTicket: {
      en: 'no ticket yet: WeChat pushes one every ten minutes to 授权事件接收 URL',
      zh: '尚未收到票据：微信每十分钟向授权事件接收 URL 推送一次',
    },
    ticketAge: (seconds: number): Bilingual => ({
      en: `the last ticket came ${seconds} s ago`,
      zh: `最近一次票据在 ${seconds} 秒前收到`,
    }),
    noSkew: { en: 'no push yet to compare clocks with', zh: '尚未收到推送，无法比较时钟' },
    skew: (seconds: number): Bilingual => ({
      en: `our clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} WeChat's, delay included`,
      zh: `本机时钟比微信${seconds < 0 ? '慢' : '快'} ${Math.abs(seconds)} 秒（含网络延迟）`,
    }),
    checkFailed: (reason: string): Bilingual => ({ en: `the check failed: ${reason}`, zh: `检查失败：${reason}` }),
  },
  reply: {
    twice: {
      message: { en: 'this message was replied to already', zh: '该消息已经回复过' },
      hint: {
        en: 'reply once in all handlers together; send more with client.authorizer(appid).sendCustomerMessage',
        zh: '所有处理函数合计只能回复一次；更多内容请用 client.authorizer(appid).sendCustomerMessage 发送',
      },
    },
    miniProgram: {
      message: {
        en: 'a mini program accepts no passive reply but customerService',
        zh: '小程序的被动回复只能是转接客服（customerService）',
      },
      hint: {
        en: 'send text with client.authorizer(appid).sendCustomerMessage',
        zh: '文本请用 client.authorizer(appid).sendCustomerMessage 发送',
      },
    },
    stored: {
      message: {
        en: 'this message was stored first, so nobody waits for a reply',
        zh: '该消息已先落盘，微信不再等待被动回复',
      },
      hint: {
        en: 'send the answer with client.authorizer(appid).sendCustomerMessage, or leave the option store out',
        zh: '请用 client.authorizer(appid).sendCustomerMessage 发送，或去掉 store 选项',
      },
    },
  },
  noAppidInPath: {
    en: 'the path of 消息与事件接收 URL has no appid, so events do not say which account they are for: end the URL with /$APPID$ in the console and mount the receiver on a path that matches it',
    zh: '消息与事件接收 URL 的路径中没有 appid，因此无法判断事件属于哪个授权方：请在控制台将该 URL 以 /$APPID$ 结尾，并把 receiver 挂载到能匹配它的路径',
  },
  releaseCheck: {
    failed: {
      en: 'the check of 全网发布: the message with the code could not be sent; start the check again in the console',
      zh: '全网发布检测：未能发送带授权码的客服消息，请在控制台重新发起检测',
    },
  },
} as const satisfies TextTable
