import type { EventIssue } from '@wehook/core'
import type { Language } from './language.js'

/** Core's messages about a document, with the Chinese text. `$1` is the field or element. */
const rows: readonly (readonly [RegExp, string])[] = [
  [/^(\S+) is missing/, '缺少 $1'],
  [/^(\S+) is empty/, '$1 为空'],
  [/^(\S+) is there more than once/, '$1 出现了不止一次'],
  [/^(\S+) is not an integer/, '$1 不是整数'],
  [/^(\S+) holds text where elements belong/, '$1 应包含子元素，收到的是文本'],
  [/^(\S+) holds elements where text belongs/, '$1 应为文本，收到的是子元素'],
  [/; left out of payload$/, '，已从 payload 中略去'],
  [/^(\S+) says success, but (\S+) is missing$/, '$1 表示成功，但缺少 $2'],
  [/^CreateTime is missing or no unix time.*$/, '缺少 CreateTime，或不是 Unix 时间；createdAt 取推送的时间'],
  [/^AppId is not the appid of the platform.*$/, 'AppId 与加密所用的第三方平台 appid 不同'],
  [/^InfoType is missing or is there more than once$/, '缺少 InfoType，或出现了不止一次'],
  [/^(\S+) marks a message or an event of an authorizer$/, '$1 表明这是授权方的消息或事件'],
  [
    /^this push belongs to 消息与事件接收 URL.*$/,
    '它属于消息与事件接收 URL：在控制台把它与授权事件接收 URL 填成不同的地址',
  ],
  [/^the text is not well-formed JSON$/, '不是合法的 JSON'],
  [/^appid is opened twice and never closed$/, 'appid 开了两次，没有闭合'],
  [/^idname is closed by <\/wxidnnn>$/, 'idname 以 </wxidnnn> 闭合'],
  [/^the document ends with <xml>$/, '文档以 <xml> 结尾'],
  [/^write <appid>.*$/, '应写作 <appid>…</appid>：微信文档的样例把 </appid> 写成了 <appid>'],
  [/^write <idname>.*$/, '应写作 <idname>…</idname>：微信文档样例的闭合标签有误'],
  [/^end it with <\/xml>.*$/, '结尾应为 </xml>：微信文档的样例写成了 <xml>'],
]

/** One line about what is wrong with a document; syntax errors keep core's message. */
export function issueLine({ path, message, line, hint }: EventIssue, language: Language): string {
  const inLanguage = (text: string) =>
    language === 'zh' ? rows.reduce((result, [pattern, zh]) => result.replace(pattern, zh), text) : text
  const place = `${path || 'xml'}${line === undefined ? '' : `:${line}`}`
  const note = hint === undefined ? '' : language === 'zh' ? `（${inLanguage(hint)}）` : ` (${hint})`
  return `${place} ${inLanguage(message)}${note}`
}
