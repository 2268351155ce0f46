import { onTestFinished, vi } from 'vitest'
import { createReceiver, type Logger, type ReceiverOptions, type Signals } from '../src/index.js'
import { nowMs, options, seal, ticket, toRequest } from './sealed.js'

interface Line {
  readonly level: keyof Logger
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

/** A receiver whose log lines and signals are recorded. It is closed when the test is over. */
export function recorded(extra: Partial<ReceiverOptions> = {}) {
  const lines: Line[] = []
  const write = (level: keyof Logger) => (fields: object, message: string) =>
    lines.push({ level, fields: fields as Line['fields'], message })
  const logger: Logger = { info: write('info'), warn: write('warn'), error: write('error') }
  const receiver = createReceiver({ ...options, logger, now: () => nowMs, ...extra } as ReceiverOptions)
  onTestFinished(() => receiver.close({ timeoutMs: 50 }))
  const signals: [keyof Signals, unknown][] = []
  receiver.signals.on('*', (name, signal) => signals.push([name, signal]))
  return {
    ...{ receiver, lines, signals },
    messages: () => lines.map(({ message }) => message),
    names: () => signals.map(([name]) => name),
    /** Waits for the first signal of this name. */
    until: (name: keyof Signals) =>
      vi.waitFor(() => {
        const found = signals.find(([signalled]) => signalled === name)
        if (!found) throw new Error(`no signal ${name}`)
        return found[1]
      }),
  }
}

/** Posts the push that a document is sealed into. */
export const send = (receiver: ReturnType<typeof createReceiver>, xml = ticket()) =>
  receiver.handle(toRequest(seal(xml)))
