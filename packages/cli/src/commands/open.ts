import {
  createPlatform,
  diagnosePush,
  type OpenedPush,
  openPush,
  type PlatformOptions,
  readDocument,
} from '@wehook/core'
import { type Args, type Command, type Context, type ExitCode, exitCodes, UsageError } from '../command.js'
import { checkPush } from '../doctor/push-check.js'
import { parseCaptured } from '../input/captured.js'
import type { CapturedPush } from '../input/captured-push.js'
import { readInput } from '../input/read-input.js'
import { readAny } from '../read-any.js'
import { readSettings, settingOptions, toPlatformOptions } from '../settings.js'
import { eventToJson, showEvent } from '../show-event.js'

export const open: Command = {
  name: 'open',
  summary: {
    zh: '验签、解密捕获的推送，显示事件及其含义',
    en: 'open a captured push: verify, decrypt, show what it means',
  },
  usage: ['wehook open [file]', "wehook open 'curl …'", 'pbpaste | wehook open'],
  options: {
    query: {
      type: 'string',
      short: 'q',
      value: 'url or query',
      help: {
        zh: '输入只有请求体时，推送的 URL 或 query 参数',
        en: 'the URL or query of the push, when the input has only its body',
      },
    },
    ...settingOptions,
    reveal: { type: 'boolean', help: { zh: '不遮盖授权码和个人信息', en: 'show codes and personal fields unmasked' } },
  },
  examples: [
    'wehook open captured.txt --lang zh',
    "wehook open body.xml -q '?timestamp=…&nonce=…&msg_signature=…'",
    'wehook push authorized http://127.0.0.1:3000/wechat/authorization --curl | wehook open',
  ],
  notes: {
    zh: '输入可以是 curl 命令（含 Windows）、原始 HTTP 请求、HAR 文件、API 网关事件、{url, body} 形式的 JSON，或只有 XML 请求体。也可以显示已解密的文档，但会注明未经验证。',
    en: 'The input is a curl command (also from Windows), a raw HTTP request, a HAR file, an event of an API gateway, JSON with url and body, or only the XML body. A document that is already decrypted is shown too, marked as unverified.',
  },
  async run(args, context) {
    const captured = parseCaptured(await readInput(args.positionals, context), args.text('query'), context.io.readFile)
    const plain = readPlain(captured)
    if (plain) return show(plain, false, args, context)
    if (Object.keys(captured.query).length === 0) throw withoutQuery()
    const platform = toPlatformOptions(readSettings(args, context.io))
    return openCaptured(captured, platform, args, context)
  },
}

function openCaptured(captured: CapturedPush, platform: PlatformOptions, args: Args, context: Context): ExitCode {
  const platforms = [createPlatform(platform)]
  const diagnosis = diagnosePush(captured, platforms)
  if (!diagnosis) return show(openPush(captured, platforms), true, args, context)
  const { io, style, say, isJson } = context
  const wrong = checkPush(captured, platform, io.now()).find(({ verdict }) => verdict === 'wrong')
  if (isJson) {
    io.out(
      JSON.stringify({
        authentic: false,
        code: diagnosis.error.code,
        cause: wrong?.cause,
        hint: wrong && say(wrong.text),
      }),
    )
  } else {
    io.out(`${style.red(say({ zh: '✘ 不可信', en: '✘ not authentic' }))}  ${diagnosis.error.code}`)
    if (wrong) io.out(`${say(wrong.text)}${wrong.where ? `\n${wrong.where}` : ''}`)
  }
  return exitCodes.no
}

function withoutQuery(): UsageError {
  return new UsageError(
    'the input has a body and no query: give the URL of the push with --query; it contains timestamp, nonce and msg_signature',
    '输入只有请求体，没有 query 参数：请用 --query 给出推送的 URL，其中包含 timestamp、nonce、msg_signature',
  )
}

/** A document without Encrypt, as stored in an inbox or logged by the host. */
function readPlain({ body }: CapturedPush): OpenedPush | undefined {
  const document = readDocument(body)
  if (!('root' in document) || 'Encrypt' in document.root) return undefined
  if (!('InfoType' in document.root) && !('MsgType' in document.root)) return undefined
  const { AppId, CreateTime } = document.root
  return {
    componentAppId: typeof AppId === 'string' ? AppId : '',
    id: '–',
    xml: body,
    timestamp: Number(CreateTime) || 0,
    previous: { token: false, key: false },
  }
}

function show(push: OpenedPush, authentic: boolean, args: Args, context: Context): ExitCode {
  const { io, style, say, isJson } = context
  const reveal = args.flag('reveal')
  const event = readAny(push, io.now())
  if (isJson) {
    io.out(JSON.stringify({ authentic, previous: push.previous, event: eventToJson(event, reveal) }))
    return exitCodes.ok
  }
  io.out(
    authentic
      ? style.green(say({ zh: '✔ 可信：签名、密钥、appid 都吻合', en: '✔ authentic: signature, key and appid match' }))
      : style.yellow(say({ zh: '! 未加密的文档，未经任何验证', en: '! not encrypted: nothing in it is verified' })),
  )
  if (push.previous.token)
    io.out(style.yellow(say({ zh: '! 由旧 Token 签名', en: '! signed with the previous token' })))
  if (push.previous.key) io.out(style.yellow(say({ zh: '! 由旧 Key 加密', en: '! encrypted with the previous key' })))
  io.out(`\n${showEvent(event, context, reveal)}`)
  return exitCodes.ok
}
