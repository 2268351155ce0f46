import { describe, expect, it } from 'vitest'
import { createBodyBudget } from '../../src/http/budget.js'

/** Opens a body of the budget; `isGivenUp` tells whether its memory was taken. */
function openBody(budget: ReturnType<typeof createBodyBudget>) {
  const errors: Error[] = []
  return { ...budget.open((error) => errors.push(error)), errors, isGivenUp: () => errors.length > 0 }
}

describe('a budget for bodies', () => {
  it('gives up none while all of them fit', () => {
    const budget = createBodyBudget(100, 0)
    const bodies = Array.from({ length: 10 }, () => openBody(budget))
    for (const body of bodies) body.add(10)
    expect(bodies.filter(({ isGivenUp }) => isGivenUp())).toEqual([])
  })

  it('gives up the one that has made no progress for the longest time, and only as many as it must', () => {
    const budget = createBodyBudget(100, 0)
    const [first, second, third] = [openBody(budget), openBody(budget), openBody(budget)]
    first.add(40)
    second.add(40)
    first.add(10)
    third.add(20)
    expect([first, second, third].map(({ isGivenUp }) => isGivenUp())).toEqual([false, true, false])
    expect(second.errors).toMatchObject([{ code: 'ERR_BODY_TIMEOUT', httpStatus: 408 }])
  })

  it('never gives up a body of which nothing came, because it holds nothing', () => {
    const budget = createBodyBudget(100, 0)
    const idle = openBody(budget)
    const [first, second] = [openBody(budget), openBody(budget)]
    first.add(60)
    second.add(60)
    expect([idle, first, second].map(({ isGivenUp }) => isGivenUp())).toEqual([false, true, false])
  })

  it('counts what a chunk takes besides its bytes: a body of single bytes is given up before it holds many times its size', () => {
    const budget = createBodyBudget(10_000)
    const [drip, other] = [openBody(budget), openBody(budget)]
    for (let n = 0; n < 90; n++) drip.add(1)
    other.add(1_000)
    expect([drip, other].map(({ isGivenUp }) => isGivenUp())).toEqual([true, false])
  })

  it('takes back what a complete or failed body held, once, and counts no more of it', () => {
    const budget = createBodyBudget(100, 0)
    const done = openBody(budget)
    done.add(60)
    done.close()
    done.close()
    done.add(60)
    const [first, second] = [openBody(budget), openBody(budget)]
    first.add(50)
    second.add(50)
    expect([first, second].map(({ isGivenUp }) => isGivenUp())).toEqual([false, false])
    second.add(1)
    expect([done, first, second].map(({ isGivenUp }) => isGivenUp())).toEqual([false, true, false])
  })
})
