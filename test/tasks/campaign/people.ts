import type { SimulatedPlatform, Task as SimulatedTask, StepOptions } from '@wehook/simulator'
import { pick, type Random } from '../../crash/random.js'

export type Act = (platform: SimulatedPlatform) => Promise<void>
type Task = Readonly<SimulatedTask>

const registerStatuses = [-1, 101, 102, 103, 105, 1000, 1001, 1003]
const conversionStatuses = [100004, 101, 103, 1000]

/** How the pushes of a step go over the wire: lost, doubled, reordered, together, late. */
function sending(random: Random): StepOptions {
  return {
    ...(random() < 0.15 && { lost: true }),
    ...(random() < 0.3 && { times: pick(random, [2, 3]), together: random() < 0.5 }),
    ...(random() < 0.3 && { order: 'reversed' }),
    ...(random() < 0.2 && { authorized: 'after' }),
    ...(random() < 0.1 && { delay: { minutes: 30 } }),
  }
}

/** What somebody does whose turn it is; nothing for one who lets it be. */
export function act(task: Task, random: Random): Act | undefined {
  const dice = random()
  const options = sending(random)
  const { id } = task
  switch (task.phase) {
    case 'person':
      return person(task, dice, random, options)
    case 'administrator':
      if (dice < 0.6) return ({ administrator }) => administrator.confirms(id, options)
      return dice < 0.75 ? ({ administrator }) => administrator.refuses(id, options) : undefined
    case 'payment':
      return dice < 0.7 ? ({ person }) => person.pays(id, options) : undefined
    case 'review':
      if (dice < 0.4) return ({ reviewer }) => reviewer.passes(id, options)
      if (dice < 0.7) return ({ reviewer }) => reviewer.returns(id, { ...options, reason: '资料不清晰' })
      return dice < 0.85 ? ({ reviewer }) => reviewer.fails(id, { ...options, reason: '主体不符' }) : undefined
    default:
      return undefined
  }
}

function person({ id, kind }: Task, dice: number, random: Random, options: StepOptions): Act | undefined {
  if (dice < 0.45) return ({ person }) => person.confirms(id, options)
  if (dice < 0.65) {
    const isRegistration = kind === 'enterprise' || kind === 'enterprise-legacy' || kind === 'personal'
    if (isRegistration) {
      const withoutInfo = random() < 0.3
      return ({ person }) => person.confirms(id, { ...options, status: pick(random, registerStatuses), withoutInfo })
    }
    if (kind === 'conversion')
      return ({ person }) => person.confirms(id, { ...options, status: pick(random, conversionStatuses) })
  }
  if (dice < 0.72) return ({ person }) => person.refuses(id, options)
  if (dice < 0.78) return ({ person }) => person.failsFaceCheck(id, options)
  return undefined
}
