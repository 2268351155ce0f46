import type { Bilingual } from '../language.js'

export type HealthStatus = 'pass' | 'warn' | 'fail'

/** What one check found. */
export interface HealthFinding {
  readonly status: HealthStatus
  /** What was observed, and what to do where it does not pass. */
  readonly text: Bilingual
  readonly observedValue?: number
  readonly observedUnit?: 's' | 'pushes' | 'tasks'
}

/** Looks at one thing. What it throws counts as `fail`. */
export interface HealthCheck {
  /** After the draft of `application/health+json`: `component:measurement`. */
  readonly name: string
  look(): HealthFinding | Promise<HealthFinding>
}

export interface HealthReport {
  /** The worst of its checks. */
  readonly status: HealthStatus
  readonly checks: readonly (HealthFinding & { readonly name: string })[]
}

/** A value against two limits: at `warnFrom` it warns, at `failFrom` it fails. */
export function statusOf(value: number, warnFrom: number, failFrom: number): HealthStatus {
  if (value >= failFrom) return 'fail'
  return value >= warnFrom ? 'warn' : 'pass'
}
