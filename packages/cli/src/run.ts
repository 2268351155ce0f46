import { isWehookError } from '@wehook/core'
import { type Command, type Context, type ExitCode, exitCodes, parse, UsageError } from './command.js'
import { doctor } from './commands/doctor.js'
import { migrate } from './commands/migrate.js'
import { open } from './commands/open.js'
import { platform } from './commands/platform.js'
import { push } from './commands/push.js'
import { helpOf, helpOfAll } from './help.js'
import type { Io } from './io.js'
import { languageOf } from './language.js'
import { createStyle } from './style.js'
import { version } from './version.js'

const commands: readonly Command[] = [push, open, doctor, platform, migrate]

/**
 * Runs one `wehook` command line and resolves to its exit code; it never rejects.
 *
 * @param argv without node and the script.
 */
export async function runWehook(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv
  const style = createStyle(io.isColored)
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) return runWithoutCommand(argv, io)
  try {
    const args = parse(rest, command.options)
    const context = createContext(io, args.text('lang'), args.flag('json'))
    if (args.flag('help')) {
      io.out(helpOf(command, context.language, style))
      return exitCodes.ok
    }
    return await command.run(args, context)
  } catch (error) {
    io.err(`${style.red('wehook:')} ${explain(error)}`)
    if (error instanceof UsageError) io.err(style.dim(`wehook ${command.name} --help`))
    return exitCodes.usage
  }
}

function createContext(io: Io, lang: string | undefined, isJson: boolean): Context {
  if (lang !== undefined && lang !== 'zh' && lang !== 'en') throw new UsageError('--lang is zh or en')
  const language = lang ?? languageOf(io.env)
  return { io, language, isJson, style: createStyle(io.isColored && !isJson), say: (text) => text[language] }
}

function runWithoutCommand(argv: readonly string[], io: Io): ExitCode {
  const [name] = argv
  if (name === '--version' || name === '-v') {
    io.out(version)
    return exitCodes.ok
  }
  const isHelp = name === undefined || name === 'help' || argv.includes('--help') || argv.includes('-h')
  const help = helpOfAll(commands, languageOf(io.env), createStyle(io.isColored))
  if (isHelp) {
    io.out(help)
    return name === undefined ? exitCodes.usage : exitCodes.ok
  }
  io.err(`wehook: there is no command ${JSON.stringify(name)}\n\n${help}`)
  return exitCodes.usage
}

/** Errors of ours say what to change; anything else is a fault and shows where. */
function explain(error: unknown): string {
  if (error instanceof UsageError || error instanceof TypeError) return error.message
  if (isWehookError(error)) return `${error.message}\n${error.hint}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
