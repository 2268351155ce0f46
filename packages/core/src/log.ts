import type { Bilingual, Language } from './language.js'

/** Where log lines go. The arguments have pino's order. */
export interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** A {@link Logger} that chooses the language. It never throws: a log that fails must neither change an answer nor end the process. */
export interface Log {
  readonly language: Language
  info(fields: object, text: Bilingual | string): void
  warn(fields: object, text: Bilingual | string): void
  error(fields: object, text: Bilingual | string): void
}

const toConsole: Logger = {
  info: (fields, message) => console.info(`wehook: ${message}`, fields),
  warn: (fields, message) => console.warn(`wehook: ${message}`, fields),
  error: (fields, message) => console.error(`wehook: ${message}`, fields),
}

/** Writes to `logger` (default: the console; `false`: nowhere) in `language` (default `en`). */
export function createLog(logger: Partial<Logger> | false = toConsole, language: Language = 'en'): Log {
  const write = (level: keyof Logger) => (fields: object, text: Bilingual | string) => {
    if (logger === false) return
    try {
      logger[level]?.(fields, typeof text === 'string' ? text : text[language])
    } catch {}
  }
  return { language, info: write('info'), warn: write('warn'), error: write('error') }
}
