import { createReceiver, type Logger, type ReceiverOptions, type Signals } from '../src/index.js'
import { nowMs, options } from './sealed.js'

interface Line {
  readonly level: keyof Logger
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

/** A receiver whose log lines and signals are recorded. */
export function recorded(extra: Partial<ReceiverOptions> = {}) {
  const lines: Line[] = []
  const write = (level: keyof Logger) => (fields: object, message: string) =>
    lines.push({ level, fields: fields as Line['fields'], message })
  const logger: Logger = { info: write('info'), warn: write('warn'), error: write('error') }
  const receiver = createReceiver({ ...options, logger, now: () => nowMs, ...extra } as ReceiverOptions)
  const signals: (keyof Signals)[] = []
  receiver.signals.on('*', (name) => signals.push(name))
  return { receiver, lines, signals, messages: () => lines.map(({ message }) => message) }
}
