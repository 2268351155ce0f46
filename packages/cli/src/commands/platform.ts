import {
  createFakeClock,
  createSimulatedPlatform,
  type SimulatedPlatform,
  type SimulatedPlatformOptions,
} from '@wehook/simulator'
import { type Args, type Command, type Context, exitCodes, UsageError } from '../command.js'
import { columns } from '../help.js'
import type { Language } from '../language.js'
import { createLog } from '../platform/log.js'
import { type Stage, verbs } from '../platform/verbs.js'
import { parseLine, stepOptionNames } from '../platform/words.js'
import { isGiven, readAppSecret, readSettings, settingOptions, toPlatformOptions } from '../settings.js'

const lines = columns(Object.values(verbs).map(({ usage, help }) => [usage, help.en]))

const settingsText = {
  zh: '用于你的应用（.env；WX_API 用作 createClient({ baseUrl })）：',
  en: 'for your app (.env; WX_API is for createClient({ baseUrl })):',
} as const

const clockText = {
  zh: '模拟时间只在这里前进：除非用 followClock 读取（docs/testing.zh-CN.md），应用的时钟不会随之变化。',
  en: 'Simulated time passes only here: the clock of your app does not follow it, unless it reads the time with followClock (docs/testing.md).',
} as const

export const platform: Command = {
  name: 'platform',
  summary: {
    zh: '运行模拟的第三方平台：无需微信账号即可开发',
    en: 'run a simulated platform: develop without a WeChat account',
  },
  usage: ['wehook platform [callback URL] [options]'],
  options: {
    port: {
      type: 'string',
      value: 'port',
      help: { zh: '模拟 API 的端口，默认 8600', en: 'port of the simulated API; default 8600' },
    },
    'before-2026-04-30': {
      type: 'boolean',
      help: { zh: '按旧接口停用之前的行为工作', en: 'behave as WeChat did before it retired APIs' },
    },
    seed: {
      type: 'string',
      value: 'text',
      help: { zh: '每次运行生成相同的 appid 和密钥', en: 'the same appids and keys in every run' },
    },
    ...settingOptions,
    'app-secret': {
      type: 'string',
      value: 'text',
      help: { zh: '第三方平台 AppSecret（WX_APP_SECRET）', en: 'AppSecret of the platform (WX_APP_SECRET)' },
    },
  },
  examples: [
    'wehook platform http://127.0.0.1:3000/wechat/authorization',
    "printf 'push authorized\\nquit\\n' | wehook platform http://127.0.0.1:3000/wechat/authorization",
  ],
  notes: {
    zh: `未提供配置时会生成一套示例值并打印，请用于你的应用。${clockText.zh}\n运行时可以输入：\n${columns(
      Object.values(verbs).map(({ usage, help }) => [usage, help.zh]),
    )
      .map((line) => `  ${line}`)
      .join('\n')}\n  quit\n步骤的选项：${stepOptionNames.join(' ')}`,
    en: `Without settings it generates and prints some: use them in your app. ${clockText.en}\nCommands while it runs:\n${lines
      .map((line) => `  ${line}`)
      .join('\n')}\n  quit\nOptions of a step: ${stepOptionNames.join(' ')}`,
  },
  async run(args, context) {
    const signal = context.io.interruption()
    const clock = createFakeClock({ running: true })
    let running: SimulatedPlatform | undefined
    try {
      running = await open({ ...readOptions(args, context), clock, ...createLog(context) })
      announce(running, args, context)
      // Sends a ticket at once: with WeChat the first one may take ten minutes.
      if (args.positionals.length > 0) await running.pushTicket()
      const hasQuit = await runLines(running, context, signal)
      // Without an interactive terminal the platform runs until it is interrupted.
      if (!hasQuit && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
      return exitCodes.ok
    } finally {
      await running?.close()
      clock.stop()
    }
  },
}

/** An error of the simulated platform is printed without a stack: its message lists the tasks that exist. */
function describe(error: unknown, language: Language): string {
  if (error instanceof UsageError) return error.text[language]
  if (error instanceof Error && language === 'zh' && 'zh' in error) return String(error.zh)
  return error instanceof Error ? error.message : String(error)
}

async function open(options: SimulatedPlatformOptions): Promise<SimulatedPlatform> {
  try {
    return await createSimulatedPlatform(options)
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    throw new UsageError(
      `port ${options.port} cannot be used (${code}): choose another one with --port, or 0 for any free port`,
      `端口 ${options.port} 无法监听（${code}）：请用 --port 换一个端口，0 表示任意空闲端口`,
    )
  }
}

function readOptions(args: Args, { io }: Context): SimulatedPlatformOptions {
  const settings = readSettings(args, io)
  const [callbackUrl, ...more] = args.positionals
  if (more.length > 0 || (callbackUrl !== undefined && !/^https?:/.test(callbackUrl))) {
    throw new UsageError(
      'expected one callback URL with http:// or https://',
      '请给出一个以 http:// 或 https:// 开头的授权事件接收 URL',
    )
  }
  const port = Number(args.text('port') ?? 8600)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port takes a number from 0 to 65535', '--port 应为 0 到 65535 的数字')
  const componentAppSecret = readAppSecret(args, io)
  const seed = args.text('seed')
  return {
    port,
    ...(isGiven(settings) && toPlatformOptions(settings)),
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(componentAppSecret !== undefined && { componentAppSecret }),
    ...(seed !== undefined && { seed }),
    ...(args.flag('before-2026-04-30') && { before: '2026-04-30' }),
  }
}

/** Prints only the settings that were made up, because the app needs them; given ones are not repeated. */
function announce({ baseUrl, receiverOptions, clientOptions }: SimulatedPlatform, args: Args, context: Context): void {
  const { io, style, say, isJson } = context
  const isOwn = isGiven(readSettings(args, io))
  const hasSecret = readAppSecret(args, io) !== undefined
  const invented = {
    ...(!isOwn && {
      WX_APPID: receiverOptions.componentAppId,
      WX_TOKEN: [receiverOptions.token].flat()[0],
      WX_AES_KEY: [receiverOptions.encodingAesKey].flat()[0],
    }),
    ...(!hasSecret && { WX_APP_SECRET: clientOptions.componentAppSecret }),
  }
  if (isJson) {
    io.out(JSON.stringify({ type: 'ready', baseUrl, invented }))
    return
  }
  io.out(`${style.bold(say({ zh: '模拟的第三方平台', en: 'simulated platform' }))}  ${baseUrl}/simulated`)
  io.out(say(settingsText))
  for (const [name, value] of Object.entries({ WX_API: baseUrl, ...invented })) io.out(`  ${name}=${value}`)
  io.out(
    style.dim(say({ zh: '输入 help 查看命令，Ctrl-C 结束', en: 'type help for a list of commands; Ctrl-C ends it' })),
  )
}

/** Runs the typed commands, line by line. Resolves with true after `quit`. */
async function runLines(running: SimulatedPlatform, context: Context, signal: AbortSignal): Promise<boolean> {
  const { io, style } = context
  const stage: Stage = {
    platform: running,
    readFile: io.readFile,
    say: context.say,
    print: (json, text) => io.out(context.isJson ? JSON.stringify(json) : text),
  }
  for await (const text of io.lines(signal)) {
    const line = parseLine(text)
    if (line.verb === 'quit' || line.verb === 'exit') return true
    if (line.verb === '') continue
    try {
      await runLine(line, stage, context)
      await running.idle()
    } catch (error) {
      io.err(style.red(describe(error, context.language)))
    }
  }
  return false
}

async function runLine(line: ReturnType<typeof parseLine>, stage: Stage, { say }: Context): Promise<void> {
  const verb = Object.hasOwn(verbs, line.verb) ? verbs[line.verb] : undefined
  if (verb) return void (await verb.run(line, stage))
  if (line.verb !== 'help')
    throw new UsageError(
      `there is no ${JSON.stringify(line.verb)}: type help`,
      `没有 ${JSON.stringify(line.verb)}：输入 help 查看`,
    )
  const rows = [...Object.values(verbs).map(({ usage, help }) => [usage, say(help)] as const), ['quit', ''] as const]
  for (const row of columns(rows)) stage.print({ type: 'help', text: row.trim() }, row.trimEnd())
}
