import type { TextTable } from '../language.js'

/** What errors of reading a request say. */
export const httpTexts = {
  bodyTooLarge: {
    message: (limitBytes: number) => ({
      en: `the body has more than ${limitBytes} bytes`,
      zh: `请求体超过 ${limitBytes} 字节`,
    }),
    hint: {
      en: 'a push has about 1 kB; somebody else posts here, or raise bodyLimitBytes',
      zh: '推送约 1 kB；可能是其他来源的请求，否则请调大 bodyLimitBytes',
    },
  },
  bodyAborted: {
    message: {
      en: 'the client disconnected before the body was complete',
      zh: '请求体尚未收完，对方已断开连接',
    },
    hint: {
      en: 'nothing to change, unless a proxy in front cuts uploads off',
      zh: '无需处理；若频繁出现，请检查前面的代理是否中断了上传',
    },
  },
  bodyTimeout: {
    message: (timeoutMs: number) => ({
      en: `the body was not complete after ${timeoutMs} ms`,
      zh: `请求体在 ${timeoutMs} 毫秒内没有收完`,
    }),
    givenUp: {
      en: 'the body made no progress while other requests needed its memory',
      zh: '请求体长时间没有新数据，其占用的内存已让给其他请求',
    },
    hint: {
      en: 'a stalled upload; if pushes of WeChat do this, look at the proxy in front',
      zh: '上传停滞；若微信的推送也这样，请检查前面的代理',
    },
  },
  bodyEncoded: {
    message: (encoding: string) => ({
      en: `the body is encoded (${encoding}), expected none`,
      zh: `请求体带有内容编码（${encoding}），应为未编码`,
    }),
    hint: {
      en: 'WeChat does not compress pushes and wehook does not decompress them; if a proxy compresses requests, turn that off or decompress before wehook',
      zh: '微信不压缩推送，wehook 也不解压；若代理压缩了请求，请关闭压缩，或在 wehook 之前解压',
    },
  },
  bodyConsumed: {
    message: (reader: { readonly en: string; readonly zh: string }, framework: string) => ({
      en: `${reader.en} (${framework}) read the body before wehook and kept neither its text nor an Encrypt`,
      zh: `${reader.zh}（${framework}）在 wehook 之前读取了请求体，且没有保留原文或 Encrypt`,
    }),
    hint: (place: { readonly en: string; readonly zh: string }, line: string) => ({
      en: `paste this line ${place.en}: \`${line}\``,
      zh: `请把这一行放在${place.zh}：\`${line}\``,
    }),
  },
  echoQuery: {
    message: {
      en: 'a GET takes echostr, timestamp, nonce and signature once each',
      zh: 'GET 请求的 echostr、timestamp、nonce、signature 各应有且只有一个',
    },
    hint: {
      en: 'echostr has 1 to 128 characters of 0-9 A-Z a-z _ = + / -',
      zh: 'echostr 为 1 到 128 个字符，只含 0-9 A-Z a-z _ = + / -',
    },
  },
  echoSignature: {
    message: {
      en: 'the signature of a GET with echostr is wrong',
      zh: '带 echostr 的 GET 请求签名不正确',
    },
    hint: {
      en: 'compare 消息校验 Token in the console with `token`',
      zh: '请核对控制台的「消息校验 Token」与 `token`',
    },
  },
  path: {
    message: {
      en: 'path: expected a path that begins with / and has no ?, # or space',
      zh: 'path：应以 / 开头，且不含 ?、# 或空格',
    },
    hint: {
      en: "write it as '/wechat/authorization' or '/wechat/message/:appid', without host and query",
      zh: "写成 '/wechat/authorization' 或 '/wechat/message/:appid'，不带域名和 query 参数",
    },
  },
  wrongAdapter: {
    message: (adapter: string, caller: string | undefined) => ({
      en: `the adapter for ${adapter} was called by ${caller ?? 'another framework'}`,
      zh: `${adapter} 的适配器被${caller ? ` ${caller} ` : '其他框架'}调用`,
    }),
    hint: (line: string) => ({ en: `use this instead: \`${line}\``, zh: `请改用：\`${line}\`` }),
    unknownHint: {
      en: 'mount the receiver with the package for your framework: @wehook/express, @wehook/koa, @wehook/fastify, or @wehook/core/node and @wehook/core/fetch',
      zh: '请使用与框架对应的包：@wehook/express、@wehook/koa、@wehook/fastify，或 @wehook/core/node、@wehook/core/fetch',
    },
  },
} as const satisfies TextTable
