import type { TextTable } from '../language.js'

const consoleToken = '「消息校验 Token」'

/** What errors of opening a push say, and why one was refused. */
export const pushTexts = {
  query: {
    notDecimal: (name: string) => ({
      en: `the query parameter ${name} is not a decimal number`,
      zh: `query 参数 ${name} 不是十进制数字`,
    }),
    repeated: (name: string) => ({
      en: `the query parameter ${name} is repeated`,
      zh: `query 参数 ${name} 重复出现`,
    }),
    missing: (name: string) => ({
      en: `the query parameter ${name} is missing or empty`,
      zh: `query 参数 ${name} 缺失或为空`,
    }),
    hint: {
      en: 'WeChat sends timestamp, nonce and msg_signature once each; does a proxy or a rewrite rule change the query?',
      zh: '微信发送的 timestamp、nonce、msg_signature 各有一个；请检查代理或重写规则是否改动了 query 参数',
    },
  },
  envelope: {
    malformed: (fault: { readonly en: string; readonly zh: string }) => ({
      en: `the body is not the envelope of a push: ${fault.en}`,
      zh: `请求体不是推送的信封：${fault.zh}`,
    }),
    malformedHint: {
      en: 'expected <xml><AppId>…</AppId><Encrypt>…</Encrypt></xml>; is a proxy or a parser changing the body?',
      zh: '应为 <xml><AppId>…</AppId><Encrypt>…</Encrypt></xml>；请检查代理或解析中间件是否改动了请求体',
    },
    missing: { en: 'the body has no Encrypt', zh: '请求体中没有 Encrypt' },
    missingHint: {
      en: 'a third-party platform is always in 安全模式; does something other than WeChat post to this URL?',
      zh: '第三方平台始终使用安全模式；请检查是否有微信以外的来源向此 URL 发送请求',
    },
    fault: {
      empty: { en: 'it is empty', zh: '内容为空' },
      twoEncrypt: { en: 'two Encrypt', zh: '有两个 Encrypt' },
      notJson: { en: 'it begins like JSON and is not', zh: '开头像 JSON，但不是合法的 JSON' },
      rootNotClosed: { en: 'it ends before its root is closed', zh: '根元素未闭合，内容就已结束' },
      notXml: { en: 'it is not XML', zh: '不是 XML' },
      neverOpened: { en: 'an element is closed that was never opened', zh: '有元素只有结束标签，没有开始标签' },
      otherRoot: { en: 'its root is not <xml>', zh: '根元素不是 <xml>' },
      repeated: (name: string) => ({ en: `two ${name}`, zh: `有两个 ${name}` }),
      notText: (name: string) => ({
        en: `${name} is not closed, or contains something other than text`,
        zh: `${name} 未闭合，或内容不是文本`,
      }),
      somethingFollows: { en: 'something follows its root', zh: '根元素之后还有内容' },
      doctype: { en: 'it has a DOCTYPE', zh: '含有 DOCTYPE' },
      unended: (end: string) => ({ en: `no ${end} to its end`, zh: `直到结尾都没有 ${end}` }),
    },
  },
  platformUnknown: {
    message: {
      en: 'the AppId of the envelope belongs to no platform of this receiver',
      zh: '信封中的 AppId 不属于此 receiver 的任何第三方平台',
    },
    hint: {
      en: 'compare 第三方平台 appid in the console with `componentAppId`',
      zh: '请核对控制台的「第三方平台 appid」与 `componentAppId`',
    },
  },
  signatureMismatch: {
    message: { en: 'msg_signature does not fit', zh: 'msg_signature 不匹配' },
    hint: {
      en: 'compare 消息校验 Token in the console with `token`; while it is being changed pass [current, previous]',
      zh: `请核对控制台的${consoleToken}与 \`token\`；更换期间请传 [当前值, 旧值]`,
    },
  },
  appIdMismatch: {
    message: { en: 'the push was encrypted for another appid', zh: '推送是为另一个 appid 加密的' },
    hint: {
      en: 'componentAppId must be 第三方平台 appid, not the appid of a mini program or of another platform',
      zh: 'componentAppId 应填「第三方平台 appid」，不是小程序或其他平台的 appid',
    },
  },
  decrypt: {
    notBase64: { en: 'Encrypt is not base64', zh: 'Encrypt 不是 base64' },
    notBlocks: (bytes: number) => ({
      en: `the ciphertext is ${bytes} bytes long, not a positive multiple of 16`,
      zh: `密文长度为 ${bytes} 字节，应为 16 的正整数倍`,
    }),
    tooShort: { en: 'the plaintext ends before its length field', zh: '明文在长度字段之前就已结束' },
    length: {
      en: 'the length field points past the end of the plaintext',
      zh: '长度字段超出明文末尾',
    },
    padLength: { en: 'the pad is not 1 to 32 bytes long', zh: '填充长度不在 1 到 32 字节之间' },
    padByte: { en: 'a byte of the pad differs from its length', zh: '填充中有字节与填充长度不一致' },
    hint: {
      en: 'compare 消息加解密 Key in the console with `encodingAesKey`; while it is being changed pass [current, previous]',
      zh: '请核对控制台的「消息加解密 Key」与 `encodingAesKey`；更换期间请传 [当前值, 旧值]',
    },
  },
  sealRandom: {
    message: (bytes: number) => ({
      en: `the random part has ${bytes} bytes, expected 16`,
      zh: `随机串为 ${bytes} 字节，应为 16 字节`,
    }),
    hint: { en: 'leave it out, or pass 16 bytes', zh: '省略此参数，或传 16 字节' },
  },
  cause: {
    componentAppId: (appId: string) => ({
      en: `the push is signed with our token and its AppId is ${appId}: componentAppId is wrong; it takes 第三方平台 appid, not the appid of a mini program or 公众号`,
      zh: `推送用我们的 token 签名，其 AppId 为 ${appId}：componentAppId 配置错误，应填「第三方平台 appid」，不是小程序或公众号的 appid`,
    }),
    otherPlatform: (appId: string) => ({
      en: `the AppId is ${appId} and our token does not match either: another platform posts to this URL, or componentAppId and token both belong to another one`,
      zh: `AppId 为 ${appId}，且 token 也不匹配：可能是其他平台的推送发到了此 URL，或 componentAppId 与 token 都属于另一个平台`,
    }),
    aesKey: {
      en: 'the token is right and encodingAesKey cannot decrypt the push: compare it with 消息加解密 Key in the console; if the key was changed there, pass [current, previous]',
      zh: 'token 正确，但 encodingAesKey 无法解密推送：请核对控制台的「消息加解密 Key」；若已在控制台更换，请传 [当前值, 旧值]',
    },
    sealedForAnother: (receiver: string) => ({
      en: `token and key are right, but the push was encrypted for ${receiver}: componentAppId takes 第三方平台 appid, not the appid of an authorizer (授权方)`,
      zh: `token 和密钥正确，但推送是为 ${receiver} 加密的：componentAppId 应填「第三方平台 appid」，不是授权方的 appid`,
    }),
    signatureSwapped: {
      en: 'msg_signature holds the value of `signature`, which does not cover the body: a proxy or a test tool mixed them up; WeChat sends both',
      zh: 'msg_signature 的值其实是 `signature`，后者不覆盖请求体：代理或测试工具混淆了两者；微信会同时发送两个参数',
    },
    bodyChanged: {
      en: 'the token is right, but Encrypt is not what was signed: a proxy or a parser changed the body (in urlencoded text + became a space?), or somebody replays a signature with another body',
      zh: 'token 正确，但 Encrypt 与签名时不一致：代理或解析中间件改动了请求体（urlencoded 中 + 变成了空格？），或有人用旧签名重放其他请求体',
    },
    token: (appId: string) => ({
      en: `the token is wrong: compare it with 消息校验 Token in the console (开发资料); if it was changed there, pass [current, previous]; the AppId of the push is ${appId}`,
      zh: `token 错误：请核对控制台（开发资料）的${consoleToken}；若已在控制台更换，请传 [当前值, 旧值]；推送的 AppId 为 ${appId}`,
    }),
  },
} as const satisfies TextTable
