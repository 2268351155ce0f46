import type { Emitter } from '@wehook/core'
import type { TaskKind } from './kinds/index.js'
import type { TaskWord } from './task.js'

interface TellingSignal {
  readonly taskId: string
  readonly kind: TaskKind
  readonly word: TaskWord
  readonly changeId: string
  readonly attempt: number
}

/** Operational signals, for logs and metrics. No field holds a secret or personal data. */
export type TaskSignals = {
  /** The handlers of a change are done; `handlers` is how many there were. */
  told: TellingSignal & { readonly handlers: number; readonly durationMs: number }
  /** A handler failed or was not done in time; the change is passed to the handlers again later. */
  failed: TellingSignal & { readonly reason: string; readonly error: unknown }
  /** The last attempt failed: only `tasks.retell` passes the change to the handlers again. */
  dead: TellingSignal & { readonly reason: string }
  /** A push belongs to a task that was not started here. */
  adopted: { readonly taskId: string; readonly kind: TaskKind }
  /** A push has no field that shows which task it belongs to. */
  unmatched: { readonly eventId: string; readonly infoType: string }
}

export const signalNames: { readonly [Name in keyof TaskSignals]: true } = {
  ...{ told: true, failed: true, dead: true, adopted: true, unmatched: true },
}

export type EmitSignal = <K extends keyof TaskSignals>(name: K, signal: TaskSignals[K]) => void

/** mitt's own `emit`, except that an error of a listener changes nothing else. */
export function createEmitSignal(signals: Emitter<TaskSignals>, onFailure: (error: unknown) => void): EmitSignal {
  return (name, signal) => {
    try {
      signals.emit(name, signal)
    } catch (error) {
      onFailure(error)
    }
  }
}
