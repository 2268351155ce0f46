/**
 * The lease of a lock, in ms: at most 6 s, whatever the lease of a process's events is. A call waits 10 s for a token by default, so
 * the lock of a killed process ends in time for it. A holder that is alive renews the lease while it works.
 */
export function lockLeaseMs(leaseMs: number): number {
  return Math.min(leaseMs, 6_000)
}
