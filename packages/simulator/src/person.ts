import { misuse } from './fault.js'
import { findTask, type TaskRef } from './find-task.js'
import { checkStepOptions, type StepOptions } from './step-options.js'
import { betaConfirmed } from './story/beta.js'
import { administratorConfirmed, certificationPaid, certificationRefused } from './story/certification.js'
import { conversionFailed, legalPersonConfirmed } from './story/conversion.js'
import {
  registrationConfirmed,
  registrationFailed,
  registrationTimedOut,
  type TimeoutBefore,
  timeoutStatuses,
} from './story/registration.js'
import type { Task, TaskKind } from './task.js'
import { texts } from './texts.js'
import type { World } from './world.js'

export interface TimeoutOptions extends StepOptions {
  /** The step at which the person stopped, for the statuses 100001, 100002, 100003. Default `confirmation`. */
  readonly before?: TimeoutBefore
}

/** The person who opens the link and passes the face check: legal person, applicant, or the administrator of a certification. */
export interface Person {
  /** Opens the link and agrees, without the face check. Nothing is pushed. */
  agrees(task?: TaskRef): Promise<void>
  /** Completes all steps. `status` is the result from the commercial register. */
  confirms(task?: TaskRef, options?: StepOptions): Promise<void>
  refuses(task?: TaskRef, options?: StepOptions): Promise<void>
  failsFaceCheck(task?: TaskRef, options?: StepOptions): Promise<void>
  /** Advances the simulated time until the 24 h are over. */
  timesOut(task?: TaskRef, options?: TimeoutOptions): Promise<void>
  /** Pays for a certification with pay_type 2. */
  pays(task?: TaskRef, options?: StepOptions): Promise<void>
}

type Step = (world: World, task: Task, options: StepOptions) => Promise<unknown>
type Steps = Readonly<Record<TaskKind, Step>>

const confirms: Steps = {
  enterprise: registrationConfirmed,
  'enterprise-legacy': registrationConfirmed,
  personal: registrationConfirmed,
  beta: betaConfirmed,
  conversion: legalPersonConfirmed,
  certification: administratorConfirmed,
}

/** The person refuses or fails the face check. WeChat documents a push for this only for registrations. */
function declines(progress: 'refused' | 'face-failed', msg: string): Steps {
  const registration: Step = (world, task, options) => {
    task.progress = progress
    return registrationFailed(
      world,
      task,
      options.status ?? -1,
      options,
      options.status === undefined ? msg : undefined,
    )
  }
  const later: Step = (_, task) => {
    task.progress = progress
    return Promise.resolve()
  }
  const conversion: Step = (world, task, options) => {
    if (options.status) return conversionFailed(world, task, options.status, options)
    // The call may be made again at once; the task still ends after its 24 h.
    task.phase = 'done'
    task.progress = progress
    return Promise.resolve()
  }
  return {
    enterprise: registration,
    'enterprise-legacy': registration,
    personal: registration,
    beta: later,
    conversion,
    certification: (_, task) => certificationRefused(task, progress),
  }
}

const refuses = declines('refused', 'authorize third party failed')
const failsFaceCheck = declines('face-failed', 'open verity failed')

export function createPerson(world: World): Person {
  const take =
    (steps: Steps, who: string) =>
    async (ref?: TaskRef, options: StepOptions = {}) => {
      checkStepOptions(options, who)
      const task = findTask(world, ref, { step: who, phase: 'person', mustBeReachable: true })
      await steps[task.kind](world, task, options)
    }
  return {
    async agrees(ref) {
      const task = findTask(world, ref, { step: 'person.agrees', phase: 'person', mustBeReachable: true })
      task.progress = 'agreed'
    },
    confirms: take(confirms, 'person.confirms'),
    refuses: take(refuses, 'person.refuses'),
    failsFaceCheck: take(failsFaceCheck, 'person.failsFaceCheck'),
    async timesOut(ref, { before = 'confirmation', ...options } = {}) {
      checkStepOptions(options, 'person.timesOut')
      if (!Object.hasOwn(timeoutStatuses, before)) {
        throw misuse(texts.oneOf('person.timesOut', 'before', Object.keys(timeoutStatuses), String(before)))
      }
      const task = findTask(world, ref, { step: 'person.timesOut', phase: 'person' })
      retime(world, task, before, options)
      await world.clock.advanceTo(task.expiresAt)
    },
    async pays(ref, options = {}) {
      checkStepOptions(options, 'person.pays')
      await certificationPaid(world, findTask(world, ref, { step: 'person.pays', phase: 'payment' }), options)
    },
  }
}

/** Replaces the scheduled timeout when the caller wants a different push. */
function retime(world: World, task: Task, before: TimeoutBefore, options: StepOptions): void {
  const steps: Partial<Record<TaskKind, () => Promise<unknown>>> = {
    enterprise: () => registrationTimedOut(world, task, before, options),
    'enterprise-legacy': () => registrationTimedOut(world, task, before, options),
    personal: () => registrationTimedOut(world, task, before, options),
    conversion: () => conversionFailed(world, task, timeoutStatuses[before], options),
  }
  const step = steps[task.kind]
  if (!step) return
  task.cancelTimeout()
  task.cancelTimeout = world.clock.after({ ms: task.expiresAt - world.clock.now() }, step)
}
