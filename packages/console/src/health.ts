export type HealthStatus = 'pass' | 'warn' | 'fail'

/** What the console shows of a health report. */
export interface HealthSource {
  report(): Promise<{
    readonly status: HealthStatus
    readonly checks: readonly {
      readonly name: string
      readonly status: HealthStatus
      /** What was observed, in both languages. */
      readonly text: { readonly en: string; readonly zh: string }
    }[]
  }>
}
