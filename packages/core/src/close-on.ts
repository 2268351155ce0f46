import { describeFailure } from './delivery/failure.js'
import { createLog } from './log.js'
import { invalidOption } from './option-rules.js'
import { texts } from './texts.js'

/** A server of `node:http`, whose `close` calls back. */
interface CallbackClosable {
  close(callback: (error?: Error) => void): unknown
  readonly listening: boolean
}

/** A receiver, a storage, a framework's app: what `close` returns is awaited. */
interface PromiseClosable {
  close(): unknown
}

export type Closable = CallbackClosable | PromiseClosable

/** The signals that ask a process to end. A list of our own: node:os does not exist on every runtime that core runs on. */
const closingSignals: ReadonlySet<string> = new Set([
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGBREAK',
  'SIGUSR1',
  'SIGUSR2',
])

/**
 * Closes what is given, one after the other, when the process gets one of `signals`; a second signal ends the process at once.
 * A failure is logged and sets the exit code to 1; the others are still closed.
 *
 * @throws ERR_OPTIONS_INVALID for a signal that does not exist.
 * @example closeOn(['SIGTERM', 'SIGINT'], server, receiver, storage)
 */
export function closeOn(signals: readonly NodeJS.Signals[], ...closables: readonly Closable[]): void {
  for (const signal of signals) {
    // Node takes any name and never calls back for one that it does not know.
    if (!closingSignals.has(signal)) throw invalidOption('closeOn', 'signals', texts.option.expected.signals)
  }
  const onSignal = async () => {
    for (const signal of signals) process.off(signal, onSignal)
    for (const closable of closables) await closeLogged(closable)
  }
  for (const signal of signals) process.on(signal, onSignal)
}

async function closeLogged(closable: Closable): Promise<void> {
  try {
    await close(closable)
  } catch (error) {
    process.exitCode = 1
    createLog().error({ reason: describeFailure(error, 'en') }, texts.closeFailed)
  }
}

/** A server that does not listen (any more) has nothing to close. */
async function close(closable: Closable): Promise<void> {
  if (!('listening' in closable)) return void (await closable.close())
  if (!closable.listening) return
  await new Promise<void>((resolve, reject) => closable.close((error) => (error ? reject(error) : resolve())))
}
