import { findTask, type TaskRef } from './find-task.js'
import { checkStepOptions, type StepOptions } from './step-options.js'
import { reviewed, type Verdict } from './story/certification.js'
import type { World } from './world.js'

export interface ReviewOptions extends StepOptions {
  /** refill_reason or fail_reason of queryauth. */
  readonly reason?: string
}

/** The agency that reviews a certification. */
export interface Reviewer {
  /** 打回重填: the host may resubmit. */
  returns(task?: TaskRef, options?: ReviewOptions): Promise<void>
  passes(task?: TaskRef, options?: ReviewOptions): Promise<void>
  /** Finally: no resubmission. */
  fails(task?: TaskRef, options?: ReviewOptions): Promise<void>
}

export function createReviewer(world: World): Reviewer {
  const decide =
    (step: keyof Reviewer, verdict: Verdict) =>
    async (ref?: TaskRef, { reason = '资料不完整', ...options }: ReviewOptions = {}) => {
      checkStepOptions(options, `reviewer.${step}`)
      const task = findTask(world, ref, { step: `reviewer.${step}`, phase: 'review', kind: 'certification' })
      await reviewed(world, task, verdict, reason, options)
    }
  return {
    returns: decide('returns', 'returned'),
    passes: decide('passes', 'passed'),
    fails: decide('fails', 'failed'),
  }
}
