const redactionCode = (comment: string) => `\`\`\`js
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'

const withoutToken = (text) => text.replace(/((?:component_)?access_token=)[^&#]*/g, '$1REDACTED')

new UndiciInstrumentation({
  // ${comment}
  startSpanHook: ({ origin, path }) => ({
    'url.full': withoutToken(origin + path),
    'url.query': withoutToken(path.split('?')[1] ?? ''),
  }),
})
\`\`\``

/** What the pages say around the tables. */
export const words = {
  en: {
    apis: {
      title: 'WeChat’s APIs and our methods',
      generated: 'Generated from the table of APIs by `npm run docs:apis`. Change packages/client, not this page.',
      other: '[中文](apis.zh-CN.md)',
      intro: [
        'Look up the name or the path as WeChat’s documentation writes it. Each name links to WeChat’s page. Any other API is called with `client.call(path, { token, body })`: the same tokens, time limits and errors.',
        'An account has to grant one of the permission sets (权限集) to the platform. `client.component.authorizerInfo` lists the sets that an account has granted, in `func_info`.',
      ],
      head: ['WeChat’s name', 'Path', 'Method', 'Token', 'Permission set', 'Result comes as'],
      tokens: { none: 'none', component: 'component', authorizer: 'authorizer' },
      retired: (day: string) => `, retired ${day}`,
      or: ' or ',
      and: ', ',
      outro: [
        'What each errcode means is in [Errcodes](errcodes.md).',
        '## After a lost answer',
        '`ERR_API_TIMEOUT` and `ERR_API_TRANSPORT` have `sent`. `false`: nothing was sent, call again. `true`: WeChat may have carried the call out, and the `taskid` was in the answer that was lost, so it cannot be queried. What works:',
        [
          '- **A registration or a conversion:** call again with the same data. 89249 or 89251 means that the first call arrived: wait for the push, 24 hours at most. If the call is accepted, the first one did not arrive, and the answer has a link and a `taskid`.',
          '- **A certification:** call `submit` again. 89604 means that the first call arrived: its push names the `taskid`. After `resubmit`, 40097 or 89608 means the same.',
          '- **A query or a token call:** was tried twice already; call again later.',
          '- **The exchange of an auth code:** the client gets the refresh token from the list of authorizers.',
        ].join('\n'),
        '## Tokens in traces and logs',
        'WeChat takes the token in the query of the URL: `?access_token=…` or `?component_access_token=…`. Errors and log lines of wehook leave it out, but tools that record HTTP in the same process keep the whole URL: OpenTelemetry’s `instrumentation-undici` and `instrumentation-http`, Sentry, APM agents, logs of an outgoing proxy. Anybody who reads a token can use it for two hours. Redact both parameters there, as well as `appsecret` where bodies are recorded (`api_component_token` and `api_start_push_ticket` send it).',
        redactionCode('Its attributes win over those that the instrumentation would set.'),
        "Another way is not to record these calls: `ignoreRequestHook: ({ origin }) => origin === 'https://api.weixin.qq.com'`. For Sentry, change the URL in `beforeSendTransaction` and `beforeBreadcrumb`.",
      ],
    },
    errcodes: {
      title: 'Errcodes',
      generated: 'Generated from the error tables by `npm run docs:apis`. Change packages/client, not this page.',
      other: '[中文](errcodes.zh-CN.md)',
      intro: [
        'One code means different things in different APIs: look it up under the API that answered (`error.api`). A code that is not in the table of its API is in the last table. `describeError(api, errcode)` gives the same in code; a `WechatApiError` has it already: `meaning`, `advice`, `hint`, `retryAfter`.',
      ],
      head: ['errcode', 'Meaning', 'Advice', 'What to do'],
      everywhere: 'In every API',
      and: ', ',
      atMost: (hours: number) => `; ${hours} hours at most`,
    },
  },
  zh: {
    apis: {
      title: '微信接口与客户端方法对照',
      generated: '由 `npm run docs:apis` 根据接口表生成。要修改请改 packages/client。',
      other: '[English](apis.md)',
      intro: [
        '按微信文档中的接口英文名或路径查找；接口名链接到微信文档。其他接口用 `client.call(path, { token, body })` 调用，令牌、超时与错误处理相同。',
        '账号须向第三方平台授予表中任一权限集。账号已授予的权限集见 `client.component.authorizerInfo` 返回的 `func_info`。',
      ],
      head: ['接口英文名', '路径', '方法', '令牌', '权限集', '结果推送'],
      tokens: { none: '无', component: 'component', authorizer: 'authorizer' },
      retired: (day: string) => `（${day} 已下线）`,
      or: ' 或 ',
      and: '、',
      outro: [
        '各错误码的含义见[错误码](errcodes.zh-CN.md)。',
        '## 应答丢失之后',
        '`ERR_API_TIMEOUT` 与 `ERR_API_TRANSPORT` 带有 `sent`。为 `false` 时请求没有发出，可直接重试。为 `true` 时微信可能已经执行，而 `taskid` 在丢失的应答里，无法查询。可行的做法：',
        [
          '- **注册、转正：** 用相同数据再次调用。返回 89249 或 89251 说明上次调用已送达：等待推送，最多 24 小时。若被受理，说明上次没有送达，应答带有链接与 `taskid`。',
          '- **认证：** 再次调用 `submit`。返回 89604 说明上次调用已送达，推送中会有 `taskid`。`resubmit` 之后返回 40097 或 89608 同理。',
          '- **查询与令牌：** 已自动重试一次，请稍后再调用。',
          '- **换取授权码：** 客户端会从授权方列表取得 refresh token。',
        ].join('\n'),
        '## 链路追踪与日志中的令牌',
        '微信的令牌放在 URL 的 query 参数里：`?access_token=…` 或 `?component_access_token=…`。wehook 的错误与日志不含令牌，但同一进程里监测 HTTP 的工具会记录完整 URL：OpenTelemetry 的 `instrumentation-undici`、`instrumentation-http`，Sentry，APM 探针，以及出口代理的日志。令牌两小时内有效，谁读到都能用。请在这些工具里脱敏这两个参数；若还记录请求体，也要脱敏 `appsecret`（`api_component_token` 与 `api_start_push_ticket` 会发送）。',
        redactionCode('此处返回的属性会覆盖自动设置的属性'),
        "也可以不监测这些请求：`ignoreRequestHook: ({ origin }) => origin === 'https://api.weixin.qq.com'`。Sentry 请在 `beforeSendTransaction` 与 `beforeBreadcrumb` 中改写 URL。",
      ],
    },
    errcodes: {
      title: '错误码',
      generated: '由 `npm run docs:apis` 根据错误码表生成。要修改请改 packages/client。',
      other: '[English](errcodes.md)',
      intro: [
        '同一错误码在不同接口中含义不同：请按返回错误的接口（`error.api`）查找；该接口的表中没有的，见最后一张表。代码中可用 `describeError(api, errcode)` 查询；`WechatApiError` 已带有 `meaning`、`advice`、`hint`、`retryAfter`。',
      ],
      head: ['errcode', '含义', '建议（advice）', '怎么办'],
      everywhere: '所有接口通用',
      and: '、',
      atMost: (hours: number) => `；最多 ${hours} 小时`,
    },
  },
} as const
