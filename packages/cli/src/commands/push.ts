import { createPlatform, openPush, type PlatformOptions } from '@wehook/core'
import { type MessageFields, type PushFields, type SealOverrides, sealMessagePush, sealPush } from '@wehook/simulator'
import {
  type Args,
  type Command,
  type Context,
  type ExitCode,
  exitCodes,
  type Options,
  UsageError,
} from '../command.js'
import { explainAnswer } from '../doctor/answers.js'
import { buildFields, isMessageType, sampleNames } from '../input/fields.js'
import { type AnyEvent, readAny } from '../read-any.js'
import { type Answer, type Sent, send } from '../send.js'
import { readSettings, settingOptions, settingRows, toPlatformOptions } from '../settings.js'
import { eventToJson, oneLine, showEvent } from '../show-event.js'

const options: Options = {
  sample: {
    type: 'string',
    short: 's',
    value: 'name',
    help: { zh: '以这个样例为基础，见 --list；默认第一个', en: 'use this sample, see --list; default: the first' },
  },
  field: {
    type: 'string',
    short: 'f',
    multiple: true,
    value: 'path=value',
    help: {
      zh: '设置一个字段，可重复使用：-f status=101 -f info.name=…；`path=` 为空文本，`path!` 去掉该字段',
      en: 'set a field, repeatable: -f status=101 -f info.name=…; `path=` is empty text, `path!` leaves the field out',
    },
  },
  fields: {
    type: 'string',
    value: 'json|@file',
    help: { zh: '用这些 JSON 字段代替样例', en: 'these fields, as JSON, instead of a sample' },
  },
  xml: {
    type: 'string',
    value: 'file',
    help: { zh: '原样加密这个文件', en: 'encrypt the text of this file unchanged' },
  },
  ...settingOptions,
  'previous-token': { type: 'boolean', help: { zh: '用旧 Token 签名', en: 'sign with the previous token' } },
  'previous-key': { type: 'boolean', help: { zh: '用旧 Key 加密', en: 'encrypt with the previous key' } },
  account: {
    type: 'string',
    value: 'appid',
    help: {
      zh: '授权方 appid，替换消息与事件接收 URL 中的 $APPID$',
      en: 'the appid that replaces $APPID$ in 消息与事件接收 URL',
    },
  },
  curl: { type: 'boolean', help: { zh: '不发送，打印 curl 命令', en: 'send nothing, print a curl command' } },
  list: {
    type: 'boolean',
    help: {
      zh: '列出所有 InfoType、Event、MsgType 及其样例',
      en: 'list every InfoType, Event and MsgType with its samples',
    },
  },
  reveal: { type: 'boolean', help: { zh: '不遮盖授权码和个人信息', en: 'show codes and personal fields unmasked' } },
}

export const push: Command = {
  name: 'push',
  summary: {
    zh: '像微信一样加密、签名并发送一个事件',
    en: 'encrypt and sign an event as WeChat does, and send it to a URL',
  },
  usage: ['wehook push <InfoType> <url> [options]', 'wehook push --xml <file> <url>', 'wehook push --list'],
  options,
  examples: [
    'wehook push authorized http://127.0.0.1:3000/wechat/authorization',
    'wehook push notify_third_fasteregister http://127.0.0.1:3000/wechat/authorization -s failed -f status=101',
    "wehook push weapp_audit_fail 'http://127.0.0.1:3000/wechat/message/$APPID$'",
    'wehook push notify_3rd_wxa_auth http://127.0.0.1:3000/wechat/authorization --curl | wehook open',
  ],
  notes: {
    zh: '应答为 200 且响应体恰好是 success 时退出码为 0。字段名与微信文档相同。',
    en: 'The exit code is 0 when the answer is 200 with exactly `success`. Fields have the names of WeChat’s documentation.',
  },
  async run(args, context) {
    if (args.flag('list')) return list(context)
    const { url, infoType } = readPositionals(args)
    const platform = toPlatformOptions(readSettings(args, context.io))
    checkPrevious(args, platform)
    const sealed = seal(infoType, url, { platform, args, context })
    const post = { url: sealed.url(url), headers: sealed.headers, body: sealed.body }
    if (args.flag('curl')) {
      const line = `curl -X POST ${quote(post.url)} -H 'content-type: ${post.headers['content-type']}' --data-raw ${quote(post.body)}`
      context.io.out(context.isJson ? JSON.stringify({ curl: line }) : line)
      return exitCodes.ok
    }
    const sent = await send(post)
    const opened = openPush({ query: { ...sealed.query }, body: sealed.body }, [createPlatform(platform)])
    const isMessage = isMessageUrl(infoType, url)
    report(sealed, withoutPassword(post.url), sent, { args, context, event: readAny(opened), isMessage })
    return explainAnswer(sent, { isMessage }).verdict === 'wrong' ? exitCodes.no : exitCodes.ok
  },
}

interface Sealed {
  readonly query: object
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  url(base: string): string
}

/** For a push given as text, `$APPID$` in the URL means that it is 消息与事件接收 URL. */
const isMessageUrl = (type: string | undefined, url: string): boolean =>
  type === undefined ? url.includes('$APPID$') : isMessageType(type)

function seal(
  type: string | undefined,
  url: string,
  { platform, args, context }: { readonly platform: PlatformOptions; readonly args: Args; readonly context: Context },
): Sealed {
  const content = contentOf(type, args, context)
  const account = args.text('account')
  if (!isMessageUrl(type, url)) return sealPush(platform, content as PushFields | string, overridesOf(args))
  return sealMessagePush(platform, content as MessageFields | string, {
    ...overridesOf(args),
    ...(account !== undefined && { authorizerAppId: account }),
  })
}

function list({ io, isJson }: Context): ExitCode {
  if (isJson) io.out(JSON.stringify(Object.fromEntries(sampleNames)))
  else for (const [infoType, names] of sampleNames) io.out(`${infoType}  ${names.join(' ')}`)
  return exitCodes.ok
}

function readPositionals(args: Args): { readonly infoType: string | undefined; readonly url: string } {
  const fromXml = args.text('xml') !== undefined
  const [first, second, ...more] = args.positionals
  const [infoType, url] = fromXml ? [undefined, first] : [first, second]
  if (isUrl(infoType ?? '') && !isUrl(url ?? '')) {
    throw new UsageError(
      `the InfoType comes first, then the URL: wehook push ${url ?? '<InfoType>'} ${withoutPassword(infoType ?? '')}`,
      `先写 InfoType，再写 URL：wehook push ${url ?? '<InfoType>'} ${withoutPassword(infoType ?? '')}`,
    )
  }
  if (!url || more.length > 0 || (fromXml && second)) {
    throw new UsageError('expected an InfoType and a URL', '请给出 InfoType 和 URL')
  }
  if (!isUrl(url)) {
    const shown = withoutPassword(url)
    throw new UsageError(
      `expected a URL with http:// or https://, got ${shown}`,
      `URL 应以 http:// 或 https:// 开头，收到的是 ${shown}`,
    )
  }
  return { infoType, url }
}

const isUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

function contentOf(infoType: string | undefined, args: Args, { io }: Context) {
  const file = args.text('xml')
  if (file === undefined) {
    const source = { sample: args.text('sample'), json: args.text('fields'), assignments: args.texts('field') }
    return buildFields(infoType ?? '', source, io.readFile)
  }
  try {
    return io.readFile(file)
  } catch {
    throw new UsageError(`cannot read the file of --xml: ${file}`, `无法读取 --xml 指定的文件：${file}`)
  }
}

function overridesOf(args: Args): SealOverrides {
  return { previousToken: args.flag('previous-token'), previousKey: args.flag('previous-key') }
}

/** The previous token or key must be given before it can be used. */
function checkPrevious(args: Args, platform: PlatformOptions): void {
  const rows = [
    { option: 'previous-token', values: platform.token, flag: settingRows.token.flag, env: settingRows.token.env },
    {
      option: 'previous-key',
      values: platform.encodingAesKey,
      flag: settingRows.encodingAesKey.flag,
      env: settingRows.encodingAesKey.env,
    },
  ]
  for (const { option, values, flag, env } of rows) {
    if (!args.flag(option) || typeof values !== 'string') continue
    throw new UsageError(
      `--${option} needs the previous value: give --${flag} twice, or set ${env}_PREVIOUS`,
      `--${option} 需要旧值：--${flag} 写两次，或设置 ${env}_PREVIOUS`,
    )
  }
}

interface Report {
  readonly args: Args
  readonly context: Context
  readonly event: AnyEvent
  readonly isMessage: boolean
}

function report(sealed: Sealed, url: string, sent: Sent, { args, context, event, isMessage }: Report): void {
  const { io, style, say, isJson } = context
  const finding = explainAnswer(sent, { isMessage })
  const reveal = args.flag('reveal')
  if (isJson) {
    const request = { method: 'POST', url, headers: sealed.headers, body: sealed.body }
    const verdict = { ok: finding.verdict !== 'wrong', ...(finding.cause && { cause: finding.cause }) }
    io.out(JSON.stringify({ ...verdict, request, event: eventToJson(event, reveal), answer: sent }))
    return
  }
  io.out(style.dim(`POST ${url}`))
  io.out(style.dim(`${sealed.headers['content-type']}, ${Buffer.byteLength(sealed.body)} bytes`))
  io.out(`\n${showEvent(event, context, reveal)}\n`)
  const paint = finding.verdict === 'ok' ? style.green : finding.verdict === 'warn' ? style.yellow : style.red
  io.out(paint('status' in sent ? answerLine(sent) : `${sent.failure} ${sent.code} · ${sent.durationMs} ms`))
  if (finding.verdict !== 'ok') io.out(say(finding.text))
}

/** Removes the password from `http://user:password@host` before it is shown. */
function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^/?#@:]*:)[^/?#]*@/, '$1•••@')
}

function answerLine({ status, body, durationMs }: Answer): string {
  const line = oneLine(body)
  return `${status} ${line.slice(0, 80)}${line.length > 80 ? '…' : ''} · ${durationMs} ms`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
