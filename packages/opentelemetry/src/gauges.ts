import type { BatchObservableResult, Meter } from '@opentelemetry/api'
import type { Inbox } from '@wehook/core'
import type { LastSeen } from './follow-signals.js'
import { attributes, metrics } from './names.js'

/** What `@wehook/tasks` gives; this package does not depend on it. */
export interface TaskCounter {
  counts(): Promise<readonly { readonly kind: string; readonly outcome: string; readonly count: number }[]>
}

export interface GaugeSources {
  readonly inbox?: Pick<Inbox, 'counts'>
  readonly tasks?: TaskCounter
}

const states = ['pending', 'unhandled', 'dead', 'handled', 'discarded'] as const

/** Gauges that are read when metrics are collected. A storage that does not answer leaves its gauges out of that collection. */
export function createGauges(meter: Meter, { inbox, tasks }: GaugeSources, seen: LastSeen, now: () => number): void {
  const gauge = ({ name, ...options }: (typeof metrics)[keyof typeof metrics]) =>
    meter.createObservableGauge(name, options)
  const gauges = {
    inboxEntries: gauge(metrics.inboxEntries),
    oldestDueAge: gauge(metrics.oldestDueAge),
    ticketAge: gauge(metrics.ticketAge),
    clockSkew: gauge(metrics.clockSkew),
    tasks: gauge(metrics.tasks),
  }

  async function observeInbox(result: BatchObservableResult): Promise<void> {
    const counts = await inbox?.counts()
    if (!counts) return
    for (const state of states) result.observe(gauges.inboxEntries, counts[state], { [attributes.state]: state })
    const waitsMs = counts.oldestDueAt === undefined ? 0 : Math.max(0, now() - counts.oldestDueAt)
    result.observe(gauges.oldestDueAge, waitsMs / 1000)
  }

  async function observeTasks(result: BatchObservableResult): Promise<void> {
    for (const { kind, outcome, count } of (await tasks?.counts()) ?? []) {
      result.observe(gauges.tasks, count, { [attributes.kind]: kind, [attributes.outcome]: outcome })
    }
  }

  meter.addBatchObservableCallback(async (result) => {
    if (seen.ticketAt !== undefined) result.observe(gauges.ticketAge, (now() - seen.ticketAt) / 1000)
    if (seen.skewMs !== undefined) result.observe(gauges.clockSkew, seen.skewMs / 1000)
    await Promise.allSettled([observeInbox(result), observeTasks(result)])
  }, Object.values(gauges))
}
