import type { Outcome } from '@wehook/core'
import type { KindOutcome, TaskKind } from './kinds/index.js'
import type { AdoptedTask, Task, TaskChange, TaskWord } from './task.js'

/** Unsubscribes; calling it again does nothing. */
export type Off = () => void

/** The task as it was after the change, and the change. What a handler returns is awaited; a rejection counts as a failure. */
export type TaskHandler<T> = (task: T, change: TaskChange) => unknown

/** Kinds that can have an outcome. */
export type KindsWith<O extends Outcome> = {
  [K in TaskKind]: O extends KindOutcome<K> ? K : never
}[TaskKind]

type Told<Word extends TaskWord, Kind extends TaskKind> = Word extends Outcome
  ? Task<Kind, Word>
  : Word extends 'expiring'
    ? Task<Kind, 'pending'>
    : Word extends 'adopted'
      ? AdoptedTask<Task<Kind>>
      : Task<Kind>

type KindsFor<Word extends TaskWord> = Word extends Outcome ? KindsWith<Word> : TaskKind

/** Registers a handler for an outcome, or for `changed`, `expiring` or `adopted`; for every kind or for one. */
export interface On {
  <Word extends TaskWord>(word: Word, handler: TaskHandler<Told<Word, TaskKind>>): Off
  <Word extends TaskWord, Kind extends KindsFor<Word>>(
    word: Word,
    kind: Kind,
    handler: TaskHandler<Told<Word, Kind>>,
  ): Off
}

interface Registered {
  readonly word: TaskWord
  readonly kind: TaskKind | undefined
  readonly handler: TaskHandler<never>
}

export interface Handlers {
  readonly on: On
  /** Runs all handlers of a change at once. Resolves with how many there were; rejects when one failed, after all are done. */
  run(task: Task, change: TaskChange): Promise<number>
}

export function createHandlers(): Handlers {
  let registered: readonly Registered[] = []
  const on = (word: TaskWord, ...rest: readonly [unknown, unknown?]): Off => {
    const [kind, handler] = rest.length === 2 ? rest : [undefined, rest[0]]
    const entry = { word, kind: kind as TaskKind | undefined, handler: handler as TaskHandler<never> }
    registered = [...registered, entry]
    return () => {
      registered = registered.filter((other) => other !== entry)
    }
  }
  return {
    on: on as On,
    async run(task, change) {
      const fitting = registered.filter(({ word, kind }) => word === change.word && (kind ?? task.kind) === task.kind)
      const ends = await Promise.allSettled(fitting.map(async ({ handler }) => handler(task as never, change)))
      const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
      if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${ends.length} handlers failed`)
      return fitting.length
    },
  }
}
