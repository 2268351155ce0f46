import { type Args, type Command, type Context, type ExitCode, exitCodes, UsageError } from '../command.js'
import type { Check, Verdict } from '../doctor/check.js'
import { checkUrl } from '../doctor/live-check.js'
import { checkPush } from '../doctor/push-check.js'
import { checkSettings } from '../doctor/settings-check.js'
import { parseCaptured } from '../input/captured.js'
import { readInput } from '../input/read-input.js'
import { readSettings, type Settings, settingOptions, toPlatformOptions } from '../settings.js'

export const doctor: Command = {
  name: 'doctor',
  summary: {
    zh: '排查推送失败的原因：逐项检查配置、捕获的推送、线上 URL',
    en: 'find out why pushes fail: checks settings, a captured push, a live URL',
  },
  usage: ['wehook doctor', 'wehook doctor <file|-> [options]', 'wehook doctor --url <url> [options]'],
  options: {
    url: {
      type: 'string',
      short: 'u',
      value: 'url',
      help: {
        zh: '向这个 URL 发送加密的探测推送；含 $APPID$ 的是消息与事件接收 URL',
        en: 'send encrypted probes to this URL; one with $APPID$ is 消息与事件接收 URL',
      },
    },
    query: {
      type: 'string',
      short: 'q',
      value: 'url or query',
      help: {
        zh: '输入只有请求体时，推送的 URL 或 query 参数',
        en: 'the URL or query of the push, when the file has only its body',
      },
    },
    ...settingOptions,
  },
  examples: [
    'wehook doctor --url https://example.com/wechat/authorization',
    "wehook doctor --url 'https://example.com/wechat/message/$APPID$'",
    'wehook doctor refused-push.txt --lang zh',
    'wehook doctor --json',
  ],
  notes: {
    zh: '探测推送的 InfoType 是 wehook_doctor，处理函数不会把它当作真实事件。它的签名和加密有效，因此会存入 inbox，并作为 unknown 事件投递。',
    en: 'The probes have the InfoType wehook_doctor, so no handler treats them as a real event. Their signature and encryption are valid: an inbox stores them, and handlers of unknown events get them.',
  },
  async run(args, context) {
    const settings = readSettings(args, context.io)
    const form = checkSettings(settings)
    const usable = form.every(({ verdict }) => verdict !== 'wrong')
    const code = report([...form, ...(usable ? await furtherChecks(args, settings, context) : [])], context)
    const isFormOnly = args.positionals.length === 0 && args.text('url') === undefined
    if (code === exitCodes.ok && isFormOnly && !context.isJson) context.io.out(context.say(nextStep))
    return code
  },
}

async function furtherChecks(args: Args, settings: Settings, context: Context): Promise<readonly Check[]> {
  const { io } = context
  const url = args.text('url')
  const hasPush = args.positionals.length > 0
  if (args.text('query') !== undefined && !hasPush)
    throw new UsageError(
      '--query needs a file: wehook doctor body.xml -q …',
      '--query 要与文件一起使用：wehook doctor body.xml -q …',
    )
  const platform = toPlatformOptions(settings)
  const captured = hasPush
    ? parseCaptured(await readInput(args.positionals, context), args.text('query'), io.readFile)
    : undefined
  return [
    ...(captured ? checkPush(captured, platform, io.now()) : []),
    ...(url === undefined ? [] : await checkUrl(url, platform, io.now)),
  ]
}

const marks: Readonly<Record<Verdict, string>> = { ok: '✔', warn: '!', wrong: '✘', skipped: '·' }

function report(checks: readonly Check[], { io, style, say, isJson }: Context): ExitCode {
  const ok = checks.every(({ verdict }) => verdict !== 'wrong')
  if (isJson) {
    const rows = checks.map(({ label, text, ...check }) => ({ ...check, label: say(label), text: say(text) }))
    io.out(JSON.stringify({ ok, checks: rows }))
    return ok ? exitCodes.ok : exitCodes.no
  }
  const paints = { ok: style.green, warn: style.yellow, wrong: style.red, skipped: style.dim }
  for (const { verdict, label, text, where } of checks) {
    io.out(`${paints[verdict](marks[verdict])} ${say(label)}  ${say(text)}`)
    if (where && verdict !== 'ok') io.out(style.dim(`  ${where}`))
  }
  io.out(`\n${ok ? style.green(say(verdicts.ok)) : style.red(say(verdicts.wrong))}`)
  return ok ? exitCodes.ok : exitCodes.no
}

const nextStep = {
  zh: '这里只检查了格式。要知道值是否正确：wehook doctor <捕获的推送>，或 wehook doctor --url <授权事件接收 URL>',
  en: 'Only the form of the settings was checked. To check the values: wehook doctor <captured push>, or wehook doctor --url <授权事件接收 URL>',
} as const

const verdicts = {
  ok: { zh: '没有发现错误', en: 'no errors found' },
  wrong: { zh: '请先改正第一个 ✘', en: 'fix the first ✘ first' },
} as const
