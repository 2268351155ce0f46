import { isWehookError } from '@wehook/core'
import { type Command, type Context, type ExitCode, exitCodes, parse, UsageError } from './command.js'
import { doctor } from './commands/doctor.js'
import { inbox } from './commands/inbox.js'
import { migrate } from './commands/migrate.js'
import { open } from './commands/open.js'
import { platform } from './commands/platform.js'
import { push } from './commands/push.js'
import { inFlags } from './flags.js'
import { helpOf, helpOfAll } from './help.js'
import type { Io } from './io.js'
import { type Language, languageIn, languageOf } from './language.js'
import { createStyle } from './style.js'
import { version } from './version.js'

const commands: readonly Command[] = [push, open, doctor, platform, inbox, migrate]

/**
 * Runs one `wehook` command line and resolves to its exit code; it never rejects.
 *
 * @param argv without node and the script.
 */
export async function runWehook(argv: readonly string[], io: Io): Promise<ExitCode> {
  const language = languageIn(argv) ?? languageOf(io.env)
  const style = createStyle(io.isColored)
  const { before, name, after } = splitAtCommand(argv)
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) return runWithoutCommand(argv, name, io, language)
  try {
    const args = parse([...before, ...after], command.options)
    checkLanguage(args.text('lang'))
    if (args.flag('help')) {
      io.out(helpOf(command, language, style))
      return exitCodes.ok
    }
    return await command.run(args, createContext(io, language, args.flag('json')))
  } catch (error) {
    io.err(`${style.red('wehook:')} ${explain(error, language)}`)
    if (error instanceof UsageError) io.err(style.dim(`wehook ${command.name} --help`))
    return exitCodes.usage
  }
}

/** The common options may also come before the name of the command. */
function splitAtCommand(argv: readonly string[]) {
  let at = 0
  while (argv[at]?.startsWith('-')) at += argv[at] === '--lang' ? 2 : 1
  return { before: argv.slice(0, at), name: argv[at], after: argv.slice(at + 1) }
}

function checkLanguage(lang: string | undefined): void {
  if (lang === undefined || lang === 'zh' || lang === 'en') return
  throw new UsageError('--lang is zh or en', '--lang 只能是 zh 或 en')
}

function createContext(io: Io, language: Language, isJson: boolean): Context {
  return { io, language, isJson, style: createStyle(io.isColored && !isJson), say: (text) => text[language] }
}

function runWithoutCommand(argv: readonly string[], name: string | undefined, io: Io, language: Language): ExitCode {
  if (argv[0] === '--version' || argv[0] === '-v') {
    io.out(version)
    return exitCodes.ok
  }
  const isHelp = name === 'help' || argv.includes('--help') || argv.includes('-h')
  const help = helpOfAll(commands, language, createStyle(io.isColored))
  if (isHelp || name === undefined) {
    io.out(help)
    return isHelp ? exitCodes.ok : exitCodes.usage
  }
  const shown = JSON.stringify(name)
  io.err(`wehook: ${language === 'zh' ? `没有命令 ${shown}` : `there is no command ${shown}`}\n\n${help}`)
  return exitCodes.usage
}

/** Errors of wehook are printed with their hint; any other error is a bug and is printed with its stack. */
export function explain(error: unknown, language: Language): string {
  if (error instanceof UsageError) return error.text[language]
  if (isWehookError(error)) {
    const { message, hint } = language === 'zh' ? error.zh : error
    return inFlags(`${message}\n${hint}`)
  }
  if (error instanceof TypeError) return 'zh' in error && language === 'zh' ? String(error.zh) : error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
