import type { Administrator } from './administrator.js'
import type { Person } from './person.js'
import type { Reviewer } from './reviewer.js'
import type { StepOptions } from './step-options.js'
import type { Task, TaskPhase } from './task.js'

/** The people who take part in a task. A simulated platform has them. */
export interface Actors {
  readonly person: Person
  readonly administrator: Administrator
  readonly reviewer: Reviewer
}

/** A step that the person who has to act can take. */
export type StepName = 'confirm' | 'refuse' | 'fail' | 'return' | 'timeout'
export type Step = (actors: Actors, task: Readonly<Task>, options: StepOptions) => Promise<void>
export type Steps = Readonly<Partial<Record<StepName, Step>>>

const stepsByPhase: Readonly<Record<TaskPhase, Steps>> = {
  person: {
    confirm: ({ person }, task, options) => person.confirms(task, options),
    refuse: ({ person }, task, options) => person.refuses(task, options),
    fail: ({ person }, task, options) => person.failsFaceCheck(task, options),
    timeout: ({ person }, task, options) => person.timesOut(task, options),
  },
  administrator: {
    confirm: ({ administrator }, task, options) => administrator.confirms(task, options),
    refuse: ({ administrator }, task, options) => administrator.refuses(task, options),
    timeout: ({ administrator }, task, options) => administrator.timesOut(task, options),
  },
  payment: { confirm: ({ person }, task, options) => person.pays(task, options) },
  review: {
    confirm: ({ reviewer }, task, options) => reviewer.passes(task, options),
    fail: ({ reviewer }, task, options) => reviewer.fails(task, options),
    return: ({ reviewer }, task, options) => reviewer.returns(task, options),
  },
  returned: {},
  done: {},
}

/** The steps that are possible now, by the person who has to act. None while a task waits for the host, or has ended. */
export function stepsOf(task: Pick<Task, 'phase'>): Steps {
  return stepsByPhase[task.phase]
}
