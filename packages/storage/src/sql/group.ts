import { before, deadlineIn } from './deadline.js'

/** Calls that arrive together share one statement. One group runs at a time; calls that arrive meanwhile form the next group. */
export interface Grouper<T, R> {
  add(item: T): Promise<R>
}

export interface GroupOptions<T> {
  readonly maxItems: number
  /** Limits a group's size in addition to `maxItems`: a server accepts packets only up to a limit. */
  readonly maxBytes: number
  bytesOf(item: T): number
  /** True when a single item caused the failure of its group: then the items are run one by one. */
  isItemsOwn(error: unknown): boolean
  /** The longest time from `add` to its answer. A call that has waited longer is rejected; if its group has not begun, the call is left out of it. */
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
    // Waits for the end of this turn of the event loop, so that every push read in it is in the group.
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

/** The calls that have waited longest, as many as fit into one statement: at least one, however large it is. */
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
