import type { StatusEntry } from '@wehook/core'

/** Later than every step of a flow: the task has ended. */
export const finalRank = 100

/** Ranks statuses by their place in the flow; what is not in the list ends the task, unless its code is not documented. */
export function rankBy(...flow: readonly (number | readonly number[])[]): (status: StatusEntry) => number {
  return ({ code, known }) => {
    const place = flow.findIndex((step) => step === code || (Array.isArray(step) && step.includes(code)))
    if (place >= 0) return place + 1
    return known ? finalRank : 0
  }
}
