import { impossible } from './fault.js'
import { findTask, type TaskRef } from './find-task.js'
import type { NameReview } from './name-review.js'
import { checkStepOptions, type StepOptions } from './step-options.js'
import { reviewed, type Verdict } from './story/certification.js'
import { nameReviewed } from './story/nickname.js'
import { texts } from './texts.js'
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
  /** A final failure: no resubmission is possible. */
  fails(task?: TaskRef, options?: ReviewOptions): Promise<void>
  /** Accepts a new name of setnickname. Default: the one that is open. */
  passesName(auditId?: number): Promise<void>
  refusesName(auditId?: number, options?: { readonly reason?: string }): Promise<void>
}

export function createReviewer(world: World): Reviewer {
  const decide =
    (step: 'returns' | 'passes' | 'fails', verdict: Verdict) =>
    async (ref?: TaskRef, { reason = '资料不完整', ...options }: ReviewOptions = {}) => {
      checkStepOptions(options, `reviewer.${step}`)
      const task = findTask(world, ref, { step: `reviewer.${step}`, phase: 'review', kind: 'certification' })
      await reviewed(world, task, verdict, reason, options)
    }
  return {
    returns: decide('returns', 'returned'),
    passes: decide('passes', 'passed'),
    fails: decide('fails', 'failed'),
    async passesName(auditId) {
      await nameReviewed(world, openReview(world, auditId, 'passesName'), 'passed', '')
    },
    async refusesName(auditId, { reason = '名称不符合规范' } = {}) {
      await nameReviewed(world, openReview(world, auditId, 'refusesName'), 'refused', reason)
    },
  }
}

function openReview(world: World, auditId: number | undefined, step: string): NameReview {
  const open = world.nameReviews.filter((review) => review.state === 'open')
  const [review, second] = auditId === undefined ? open : open.filter((one) => one.auditId === auditId)
  if (review && !second) return review
  const ids = open.map((one) => one.auditId).join(', ') || 'none'
  throw impossible(texts.names(step, second !== undefined, ids))
}
