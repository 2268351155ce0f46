import type { TextTable } from '@wehook/core/storage'

/** What the client's errors, hints and log lines say. */
export const texts = {
  options: {
    expected: {
      setting: {
        en: 'text without white space, from 管理中心 → 第三方平台 in the console',
        zh: '不含空白的文本，见控制台「管理中心 → 第三方平台」',
      },
      url: { en: 'an http(s) URL', zh: 'http(s) 网址' },
      logger: { en: 'an object with warn, or false', zh: '含 warn 的对象，或 false' },
    },
  },
  noAnswer: (api: string, ms: number) => ({
    en: `${api}: no answer within ${ms} ms`,
    zh: `${api}：${ms} 毫秒内没有应答`,
  }),
  noAnswerHint: {
    repeatable: {
      en: 'WeChat or the network is slow: call again, or raise timeoutMs',
      zh: '微信或网络较慢：请重试，或调大 timeoutMs',
    },
    once: {
      en: 'WeChat may have carried it out. The taskid, if any, was in the lost answer, so wait for the push; another call is refused while the task runs (89249, 89251, 89604) and is accepted if there is none. These calls are slow: keep timeoutMs at 8000 or more',
      zh: '微信可能已经执行。taskid 随应答丢失，请等待推送；任务执行中再次调用会被拒绝（89249、89251、89604），若没有任务则会受理。这类接口较慢，timeoutMs 不要小于 8000',
    },
  },
  exchangeGoesOn: {
    en: 'the exchange is still running: ask with the same code again to get its result',
    zh: '换取仍在进行：请用同一授权码再次查询，可得到其结果',
  },
  noToken: (api: string, ms: number) => ({
    en: `${api} was not called: there was no token within ${ms} ms`,
    zh: `没有调用 ${api}：${ms} 毫秒内没有取得令牌`,
  }),
  noTokenHint: {
    en: 'a token is being refreshed, here or in another process: call again; look for slow calls to api.weixin.qq.com or to the token store',
    zh: '令牌正由本进程或其他进程刷新：请重试，并检查访问 api.weixin.qq.com 或令牌存储是否缓慢',
  },
  network: (api: string, fault: string) => ({
    en: `${api}: ${fault}, where WeChat's answer was expected`,
    zh: `${api}：未取得微信的应答（${fault}）`,
  }),
  networkHint: {
    unsent: {
      en: 'nothing was sent: check DNS, the firewall and the proxy on the way to api.weixin.qq.com',
      zh: '请求没有发出：请检查到 api.weixin.qq.com 的 DNS、防火墙与代理',
    },
    sent: {
      en: 'check the network to api.weixin.qq.com; WeChat may have carried the call out: after a call that creates something, wait for the push',
      zh: '请检查到 api.weixin.qq.com 的网络；微信可能已经执行：创建类接口请等待推送',
    },
  },
  status: (api: string, status: number) => ({
    en: `${api}: HTTP status ${status}, where 200 was expected`,
    zh: `${api}：HTTP 状态码为 ${status}，应为 200`,
  }),
  statusHint: {
    en: 'WeChat answers 200 also when it refuses: look at the proxy or gateway on the way; the call may have been carried out',
    zh: '微信拒绝调用时也返回 200：请检查中间的代理或网关；调用可能已经执行',
  },
  unreadable: (api: string, length: number) => ({
    en: `${api}: an answer of ${length} characters that is not a JSON object`,
    zh: `${api}：应答共 ${length} 个字符，不是 JSON 对象`,
  }),
  unreadableHint: {
    en: 'the connection works, the answer cannot be read: check baseUrl and proxies that insert pages of their own; the call may have been carried out',
    zh: '网络正常，但应答无法读取：请检查 baseUrl，以及会插入自身页面的代理；调用可能已经执行',
  },
  misfit: (api: string, paths: string) => ({
    en: `${api}: WeChat answered success, but ${paths} did not come as documented`,
    zh: `${api}：微信返回成功，但 ${paths} 与文档不符`,
  }),
  misfitHint: {
    en: 'the connection works and WeChat carried the call out: do not repeat it; report the field names, or read the answer with client.call',
    zh: '网络正常，微信已经执行：不要重复调用；请反馈字段名，或用 client.call 读取应答',
  },
  noTicket: (componentAppId: string) => ({
    en: `there is no component_verify_ticket of ${componentAppId} yet`,
    zh: `还没有 ${componentAppId} 的 component_verify_ticket`,
  }),
  noTicketHint: {
    en: 'WeChat pushes one every ten minutes: wait up to ten minutes, or call component.startPushTicket(); client.follow(receiver) keeps it',
    zh: '微信每 10 分钟推送一次：请等待最多 10 分钟，或调用 component.startPushTicket()；client.follow(receiver) 会保存 ticket',
  },
  notAuthorized: (appid: string) => ({
    en: `${appid} has not authorized this platform, or no longer does`,
    zh: `${appid} 没有授权给本平台，或已取消授权`,
  }),
  notAuthorizedHint: {
    en: 'have its administrator authorize it: component.authorizationUrl(); if that just happened, its push is still on the way',
    zh: '请管理员授权：component.authorizationUrl()；若刚刚授权，推送可能尚未到达',
  },
  noRefreshToken: (appid: string) => ({
    en: `there is no valid refresh token of ${appid}, in the store or in the authorizer list`,
    zh: `存储与授权方列表中都没有 ${appid} 的有效 refresh_token`,
  }),
  noRefreshTokenHint: {
    en: 'have its administrator authorize it again, or change the permission set: an updateauthorized push brings a new code',
    zh: '请管理员重新授权，或变更权限集：updateauthorized 推送会带来新的授权码',
  },
  writesRefused: (writes: number) => ({
    en: `the token store refused ${writes} writes in a row`,
    zh: `令牌存储连续拒绝了 ${writes} 次写入`,
  }),
  writesRefusedHint: {
    en: 'other processes took the lock each time: look for calls to WeChat or to the store that take longer than the lease',
    zh: '锁每次都被其他进程取得：请检查超过租约时长的微信调用或存储操作',
  },
  lockLost: {
    en: 'the lock of an authorizer was lost while its code was being exchanged',
    zh: '换取授权码期间失去了该授权方的锁',
  },
  lockLostHint: {
    en: 'deliver the event again: the authorizer list then has the result of the exchange',
    zh: '请重新投递该事件：换取的结果可从授权方列表取回',
  },
  renewalFailed: {
    en: 'refreshing a token early failed; the current one is used while it is valid',
    zh: '提前刷新令牌失败；在有效期内继续使用当前令牌',
  },
  dropped: {
    code: (appid: string) => ({
      en: `an authorization code of ${appid} was not exchanged: a newer authorization or withdrawal of the account is stored`,
      zh: `${appid} 的授权码没有换取：已存有该账号更新的授权或取消授权`,
    }),
    grant: (appid: string) => ({
      en: `the tokens that a code of ${appid} brought were not stored: a newer authorization or withdrawal of the account is stored`,
      zh: `${appid} 的授权码换得的令牌没有保存：已存有该账号更新的授权或取消授权`,
    }),
    withdrawal: (appid: string) => ({
      en: `a withdrawal of ${appid} was ignored: a newer authorization of the account is stored`,
      zh: `${appid} 的取消授权事件已忽略：已存有该账号更新的授权`,
    }),
  },
  listenerThrew: { en: 'a listener of a signal threw', zh: '某个信号的监听函数抛出了错误' },
  retired: (api: string, day: string) => ({
    en: `${api}: WeChat retired this API on ${day} (接口已于 ${day} 下线); use the current one`,
    zh: `${api}：接口已于 ${day} 下线，请改用现行接口`,
  }),
  memoryTokens: {
    en: 'createClient has no `tokens`: tickets and refresh tokens are lost with this process, and other processes do not see them; pass storage.tokens',
    zh: 'createClient 没有配置 `tokens`：ticket 与 refresh_token 会随进程退出而丢失，其他进程也读不到；请传入 storage.tokens',
  },
  unknownApi: { en: 'is not the name of an API of this client', zh: '不是本客户端的接口名' },
  input: {
    message: (api: string, linesEn: string, linesZh: string) => ({
      en: `${api} was not called: ${linesEn}`,
      zh: `没有调用 ${api}：${linesZh}`,
    }),
    hint: {
      en: 'correct the fields named; nothing was sent and no quota was spent',
      zh: '请改正所列字段；请求没有发出，未消耗调用额度',
    },
  },
  refused: (api: string, errcode: number, errmsg: string, en: string, zh: string, rid: string | undefined) => ({
    en: `${api}: errcode ${errcode} ${errmsg}: ${en} / ${zh}${rid ? ` (rid ${rid})` : ''}`,
    zh: `${api}：微信返回 errcode ${errcode} ${errmsg}：${zh}${rid ? `（rid ${rid}）` : ''}`,
  }),
  unknownErrcode: { en: 'a code that WeChat does not document for this API', zh: '文档未列出的错误码' },
  unknownErrcodeHint: {
    en: 'see errmsg, and give the rid to WeChat if it stays unclear',
    zh: '请查看 errmsg；仍不清楚时将 rid 提供给微信客服',
  },
  advice: {
    none: { en: 'nothing needs to be done', zh: '无需处理' },
    wait: { en: 'wait for the push; calling again does not help', zh: '请等待推送，重复调用没有作用' },
    retry: { en: 'call again in a moment', zh: '请稍后重试' },
    retryLater: { en: 'call again later', zh: '请过一段时间再试' },
    correct: {
      en: 'correct the data that the message names, then call again',
      zh: '请改正信息中所指的数据后重试',
    },
    query: { en: 'query the task before calling again', zh: '再次调用之前请先查询任务' },
    contact: { en: 'give the rid to WeChat', zh: '请将 rid 提供给微信客服' },
    giveUp: { en: 'calling again with these data cannot succeed', zh: '用相同数据再次调用不会成功' },
  },
} as const satisfies TextTable
