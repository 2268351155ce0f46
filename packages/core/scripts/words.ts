import type { Advice, Outcome, RetryAfter } from '@wehook/core'

export type Language = 'zh' | 'en'

/** What the page of one URL says. */
export interface PageWords {
  readonly title: string
  readonly otherPage: string
  readonly intro: readonly string[]
  readonly overviewHead: readonly string[]
  readonly unknown: readonly string[]
}

export const authorizationPage: Readonly<Record<Language, PageWords>> = {
  en: {
    title: 'Events of the authorization URL',
    otherPage: '[中文](events.zh-CN.md)',
    intro: [
      'WeChat pushes these to 授权事件接收 URL. There is no official master list, so an InfoType that is not here arrives as `unknown`, with its text and its fields, and is never dropped.',
      'Every event has `id`, `infoType`, `componentAppId`, `createdAt`, `receivedAt`, `attempt`, `payload`, `xml` and `issues`. `payload` holds the fields of the tables below under WeChat’s own names. A field that is not always present is absent from `payload` when WeChat does not send it; an empty element is an empty string. An optional field that does not fit is left out and named in `issues`; a required one makes the event `unknown`. Fields that no table lists are kept unchanged.',
      'An event that reports a result has an `outcome` as well, and a `status`: the row of the status table, with WeChat’s text, an English one, and an advice. The same code means different things in different tables. A code that no table lists is `undetermined`, never `failed`.',
    ],
    overviewHead: ['InfoType', 'Event', 'Reports a result'],
    unknown: [
      '**Anything else**',
      '**When it comes** — When an InfoType is not in the catalogue, a required field is missing or does not fit, a success lacks a field that it must have, or the text is not well-formed.',
      '**What to do** — Read `issues`: it names the field or the line and, where it is known, how to fix it. `wireInfoType` is the InfoType on the wire; `payload` has the fields as text; `xml` is the whole document. An issue about `ToUserName` or `MsgType` means that messages of authorizers (消息与事件接收 URL) arrive at the same address: give them another.',
    ],
  },
  zh: {
    title: '授权事件接收 URL 的事件',
    otherPage: '[English](events.md)',
    intro: [
      '微信把下列事件推送到授权事件接收 URL。官方没有汇总表：这里没有的 InfoType 会以 `unknown` 事件送达，原文和字段都会保留，绝不丢弃。',
      '每个事件都有 `id`、`infoType`、`componentAppId`、`createdAt`、`receivedAt`、`attempt`、`payload`、`xml` 和 `issues`。`payload` 就是下面各表的字段，沿用微信的字段名。微信未返回的可选字段不会出现在 `payload` 中，空元素则是空字符串。可选字段的值格式不符时略去，并在 `issues` 中指出；必返回字段格式不符时，事件以 `unknown` 送达。表中没有的字段原样保留。',
      '报告结果的事件还有 `outcome` 和 `status`：`status` 是状态表中的一行，含微信的中文说明、英文说明和建议。同一个数字在不同的表里含义不同。表中没有的状态码一律为 `undetermined`，绝不当作 `failed`。',
    ],
    overviewHead: ['InfoType', '事件', '是否报告结果'],
    unknown: [
      '**其他所有推送**',
      '**何时推送** — InfoType 不在目录中，必返回的字段缺失或格式不符，成功事件缺少关键字段，或原文不是格式正确的 XML。',
      '**如何处理** — 查看 `issues`：其中指出字段或行号，已知的问题还给出改法。`wireInfoType` 是推送里的 InfoType，`payload` 是文本形式的字段，`xml` 是完整原文。若提到 `ToUserName` 或 `MsgType`，说明消息与事件接收 URL 的消息推送到了同一个地址，请为它另设地址。',
    ],
  },
}

/** What every page says around the catalogue's own texts. */
export const words = {
  en: {
    generated: 'Generated from the event catalogue by `npm run docs:events`. Change the catalogue, not this page.',
    overview: 'Overview',
    yes: 'yes',
    perItem: 'yes, for each item',
    no: '',
    other: 'Anything else',
    outcomes: 'Outcomes',
    advices: 'Advice',
    when: 'When it comes',
    todo: 'What to do',
    reports: 'What it reports',
    fields: 'Fields',
    fieldsHead: ['Field', 'Type', 'Always present', 'Meaning'],
    status: (field: string) => `Status: \`${field}\``,
    statusHead: ['Code', 'Meaning', 'WeChat’s text', 'Outcome', 'Advice'],
    needs: (names: string) => `A success without ${names} is delivered as \`unknown\`.`,
    items: (list: string) =>
      `Each element of \`${list}\` has an outcome of its own: \`event.items\` has \`payload\`, \`outcome\` and \`status\` for each.`,
    next: 'Calls that come next',
    nextHead: ['Decided by', 'Outcome', '`event.next`'],
    nothing: 'nothing',
    kinds: { text: 'text', integer: 'integer', time: 'integer, unix seconds', object: 'object', list: 'list' },
  },
  zh: {
    generated: '由 `npm run docs:events` 根据事件目录生成。请修改目录，不要修改本页。',
    overview: '一览',
    yes: '是',
    perItem: '是，逐项',
    no: '',
    other: '其他所有推送',
    outcomes: '结果',
    advices: '建议',
    when: '何时推送',
    todo: '如何处理',
    reports: '报告的结果',
    fields: '字段',
    fieldsHead: ['字段', '类型', '必返回', '说明'],
    status: (field: string) => `状态：\`${field}\``,
    statusHead: ['状态码', '说明', '结果', '建议'],
    needs: (names: string) => `成功的推送若缺少 ${names}，则以 \`unknown\` 事件送达。`,
    items: (list: string) =>
      `\`${list}\` 的每一项各有结果：\`event.items\` 中逐项给出 \`payload\`、\`outcome\` 和 \`status\`。`,
    next: '接下来的接口',
    nextHead: ['判断依据', '结果', '`event.next`'],
    nothing: '无',
    kinds: { text: '文本', integer: '整数', time: '整数，Unix 秒', object: '对象', list: '列表' },
  },
} as const

export const outcomeWords: Readonly<Record<Outcome, Readonly<Record<Language, string>>>> = {
  succeeded: { en: 'It is done.', zh: '已成功。' },
  pending: { en: 'Under way; another push follows.', zh: '进行中，还会有推送。' },
  failed: { en: 'It has failed.', zh: '已失败。' },
  returned: {
    en: 'Returned for correction (打回, 驳回): correct it and submit again.',
    zh: '被打回或驳回：修改后重新提交。',
  },
  undetermined: {
    en: 'The documentation does not say what the code means for the result.',
    zh: '微信文档没有说明该状态码对应的结果。',
  },
}

export const adviceWords: Readonly<Record<Advice, Readonly<Record<Language, string>>>> = {
  none: { en: 'Nothing to do.', zh: '无需处理。' },
  wait: { en: 'Wait for the next push.', zh: '等待下一次推送。' },
  retry: { en: 'Start again with the same data.', zh: '用同样的资料重新发起。' },
  'correct-and-retry': { en: 'Correct the data, then start again.', zh: '修改资料后重新发起。' },
  'retry-later': { en: 'Start again later, with the same data.', zh: '稍后用同样的资料重新发起。' },
  query: { en: 'Ask WeChat’s query API for the current state.', zh: '调用微信的查询接口确认。' },
  'contact-wechat': { en: 'Only WeChat can help.', zh: '联系微信处理。' },
  'give-up': { en: 'It cannot succeed with this data.', zh: '以现有主体或资料无法成功。' },
}

/** How long, in words. */
export function waiting(after: RetryAfter, language: Language): string {
  if ('hours' in after) return language === 'en' ? `after ${after.hours} hours` : `${after.hours} 小时后`
  const [from, to] = after.workingDays
  return language === 'en' ? `after ${from} to ${to} working days` : `${from}-${to} 个工作日后`
}
