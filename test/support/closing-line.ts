import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the run with the tests that failed or needed a second try by name, then `N passed, N failed` alone on a line, for people and for CI.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<unknown>): void {
    // A run that found nothing to run, or broke before it began, is no success either.
    const count = { passed: 0, failed: unhandled.length + (modules.length === 0 ? 1 : 0), skipped: 0 }
    const named: string[] = []
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) {
        const { state } = test.result()
        if (state === 'passed' || state === 'failed' || state === 'skipped') count[state] += 1
        const name = `${module.relativeModuleId} > ${test.fullName}`
        if (state === 'failed') named.push(`failed: ${name}`)
        if (test.diagnostic()?.flaky) named.push(`passed on the second try: ${name}`)
      }
      // A file that cannot be loaded has no tests to count, and must not look like a pass.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) {
        count.failed += 1
        named.push(`failed: ${module.relativeModuleId}`)
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    process.stdout.write(
      `\n${named.map((line) => `${line}\n`).join('')}${count.passed} passed, ${count.failed} failed${skipped}\n`,
    )
  }
}
