import type { Language, PageWords } from './words.js'

/** What the page of 消息与事件接收 URL says around the catalogue's own texts. */
export const messagePage: Readonly<Record<Language, PageWords>> = {
  en: {
    title: 'Events of the message URL',
    otherPage: '[中文](message-events.zh-CN.md)',
    intro: [
      'WeChat pushes these to 消息与事件接收 URL, where `createMessageReceiver` receives them. [The guide](messages.md) says how to mount it. An Event that is not here arrives as `unknown`, with its text and its fields.',
      'Every event has what those of [the other URL](events.md) have, and `authorizerAppId` (the account, from the path of the URL), `toUserName` (the account, `gh_…`) and `fromUserName`. What users send arrives as `message`, which `messageType` narrows to a type of its own.',
      '`weapp_audit_fail` and `weapp_audit_delay` have `reasons`, the numbered points of `Reason`; the former has `screenshots`, the media ids of `ScreenShot`. `wxa_punish_event` has `detail`, the parsed JSON text, and `rectifyDeadline`, a date.',
      'Audits of code are not a kind of task: WeChat pushes each result once, by appid alone, and the WeChat documents that this page relies on do not describe the call that submits an audit. `weapp_audit_success` and `weapp_audit_fail` report the results.',
    ],
    overviewHead: ['Event', 'Meaning', 'Reports a result'],
    unknown: [
      '**Anything else**',
      '**When it comes** — When an Event or MsgType is not in the catalogue, a required field is missing or does not fit, or the text is not well-formed.',
      '**What to do** — Read `issues`: it names the field or the line and, where it is known, how to fix it. `wireInfoType` is the Event or MsgType on the wire, `messageType` is the MsgType. An issue about `InfoType` means that pushes of 授权事件接收 URL arrive at this address: give them another.',
    ],
  },
  zh: {
    title: '消息与事件接收 URL 的事件',
    otherPage: '[English](message-events.md)',
    intro: [
      '微信把下列事件推送到消息与事件接收 URL，由 `createMessageReceiver` 接收，挂载方法见[指南](messages.zh-CN.md)。这里没有的 Event 会以 `unknown` 事件送达，原文和字段都会保留。',
      '每个事件除了[另一个 URL](events.zh-CN.md) 的事件所具有的内容，还有 `authorizerAppId`（授权方的 appid，取自 URL 的路径）、`toUserName`（授权方的 `gh_…`）和 `fromUserName`。用户发来的消息以 `message` 送达，按 `messageType` 区分类型。',
      '`weapp_audit_fail` 和 `weapp_audit_delay` 有 `reasons`，即 `Reason` 中编号的各条原因；前者还有 `screenshots`，即 `ScreenShot` 中的素材 id。`wxa_punish_event` 有 `detail`（解析后的 JSON）和 `rectifyDeadline`（日期）。',
      '代码审核不是一种任务（task）：每个结果微信只推送一次，只带 appid；本页所依据的微信文档没有说明提交审核的接口。结果由 `weapp_audit_success` 和 `weapp_audit_fail` 报告。',
    ],
    overviewHead: ['Event', '含义', '是否报告结果'],
    unknown: [
      '**其他所有推送**',
      '**何时推送** — Event 或 MsgType 不在目录中，必返回的字段缺失或格式不符，或原文不是格式正确的 XML。',
      '**如何处理** — 查看 `issues`：其中指出字段或行号，已知的问题还给出改法。`wireInfoType` 是推送里的 Event 或 MsgType，`messageType` 是 MsgType。若提到 `InfoType`，说明授权事件接收 URL 的推送到了同一个地址，请为它另设地址。',
    ],
  },
}
