import type { ContractCase } from '@wehook/testing'
import { describe, expect, it } from 'vitest'
import { createErrorWatch } from './error-walk.js'

type Method = (...args: unknown[]) => unknown

/**
 * Runs a contract suite, each case with a harness of its own; what the harness cannot do is skipped under a name that says so. Every error that
 * an implementation ends in or reports is searched for what it was given to keep.
 */
export function runContract<H extends { close(): Promise<void> }>(
  title: string,
  cases: readonly ContractCase<H>[],
  createHarness: () => Promise<NoInfer<H>>,
  lacks: readonly (keyof H)[] = [],
): void {
  describe(title, () => {
    for (const { name, needs, run } of cases) {
      if (needs !== undefined && lacks.includes(needs)) {
        it.skip(`${name} (no ${String(needs)} here)`)
        continue
      }
      it(name, { timeout: 60_000 }, async () => {
        const { watch, unwatched, leaks } = createErrorWatch()
        const harness = await createHarness()
        const watched = new Proxy(harness, {
          get(_, member) {
            const method: unknown = Reflect.get(harness, member)
            if (typeof method !== 'function') return method
            return async (...args: unknown[]) => {
              const result: unknown = await Reflect.apply(method as Method, harness, args.map(unwatched))
              return member === 'open' ? watch(result as object) : result
            }
          },
        })
        try {
          await run(watched)
        } finally {
          await harness.close()
        }
        expect(leaks()).toEqual([])
      })
    }
  })
}
