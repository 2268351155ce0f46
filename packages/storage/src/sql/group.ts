import { before, deadlineIn } from './deadline.js'

/** Calls of one moment share one statement. One group is under way at a time; what arrives in that time is the next group. */
export interface Grouper<T, R> {
  add(item: T): Promise<R>
}

export interface GroupOptions<T> {
  readonly maxItems: number
  /** Bounds a group's size in addition to `maxItems`: a server takes packets up to a limit only. */
  readonly maxBytes: number
  bytesOf(item: T): number
  /** Whether one item caused the failure of its group: the others are then run without it. */
  isItemsOwn(error: unknown): boolean
  /** From `add` to its answer. A call that has waited longer is rejected, and left out when its group has not begun. */
  readonly withinMs: number
}

interface Waiting<T, R> {
  readonly item: T
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

/** `run` gives one result for each item of the group, in its order. */
export function createGrouper<T, R>(
  options: GroupOptions<T>,
  run: (items: readonly T[]) => Promise<readonly R[]>,
): Grouper<T, R> {
  const waiting = new Set<Waiting<T, R>>()
  let isRunning = false

  const drain = async () => {
    isRunning = true
    // The end of this turn of the event loop: what was read in it has been added by then.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.size > 0) await settle(takeGroup(waiting, options), options, run)
    isRunning = false
  }

  return {
    add(item) {
      let call: Waiting<T, R> | undefined
      const answer = new Promise<R>((resolve, reject) => {
        call = { item, resolve, reject }
        waiting.add(call)
      })
      if (!isRunning) void drain()
      return before(answer, deadlineIn(options.withinMs), () => call && waiting.delete(call))
    },
  }
}

async function settle<T, R>(
  group: readonly Waiting<T, R>[],
  options: GroupOptions<T>,
  run: (items: readonly T[]) => Promise<readonly R[]>,
): Promise<void> {
  try {
    const results = await run(group.map(({ item }) => item))
    for (const [position, { resolve }] of group.entries()) resolve(results[position] as R)
  } catch (error) {
    if (group.length > 1 && options.isItemsOwn(error)) for (const call of group) await settle([call], options, run)
    else for (const { reject } of group) reject(error)
  }
}

/** The longest waiting calls that fit into one statement: one at least, however large it is. */
function takeGroup<T, R>(waiting: Set<Waiting<T, R>>, { maxItems, maxBytes, bytesOf }: GroupOptions<T>) {
  const group: Waiting<T, R>[] = []
  let bytes = 0
  for (const call of waiting) {
    bytes += bytesOf(call.item)
    if (group.length > 0 && (group.length === maxItems || bytes > maxBytes)) break
    group.push(call)
    waiting.delete(call)
  }
  return group
}
