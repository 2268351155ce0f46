/** Resolves when all of `works` have settled, after `timeoutMs` at the latest. */
export async function settledWithin(works: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  if (works.length === 0) return
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([Promise.allSettled(works), timeout])
  clearTimeout(timer)
}
