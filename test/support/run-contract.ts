import type { ContractCase } from '@wehook/testing'
import { describe, it } from 'vitest'

/** Runs a contract suite, each case with a harness of its own; what the harness cannot do is skipped under a name that says so. */
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
        const harness = await createHarness()
        try {
          await run(harness)
        } finally {
          await harness.close()
        }
      })
    }
  })
}
