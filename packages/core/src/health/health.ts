import { within } from '../delivery/deadline.js'
import { summarizeFailure } from '../delivery/failure.js'
import type { PushRequest, PushResponse } from '../http/exchange.js'
import { checkOptionNames } from '../option-rules.js'
import type { Receiver } from '../receiver.js'
import type { Inbox } from '../storage/inbox.js'
import { texts } from '../texts.js'
import type { HealthCheck, HealthFinding, HealthReport } from './check.js'
import { clockCheck, inboxChecks, tasksChecks, ticketCheck, type WatchedTasks } from './checks.js'
import { toResponse } from './respond.js'

export interface HealthOptions {
  readonly receiver?: Pick<Receiver, 'signals' | 'isClosing'>
  readonly inbox?: Pick<Inbox, 'counts'>
  /** What `createTasks()` gives: warns when a change of a task was given up, or when a task is overdue by 5 minutes; fails when it is overdue by an hour. */
  readonly tasks?: WatchedTasks
  /** Unix ms at which the newest ticket was received: `client.ticketAt`. Default: the tickets that this receiver got. */
  readonly ticketAt?: () => Promise<number | undefined>
  /** Checks of your own, added to the report. They never make {@link Health.ready} fail. */
  readonly checks?: readonly HealthCheck[]
  /** After this a check has failed. Default 1,000 ms. */
  readonly timeoutMs?: number
  /** Unix ms. Default `Date.now`. */
  readonly now?: () => number
}

/** Three answers for probes. */
export interface Health {
  /** The process runs. Depends on nothing: a probe that restarts it must not depend on a storage. */
  live(): Promise<HealthReport>
  /**
   * This process can take pushes: the storage answers and the receiver is not closing. An old ticket or dead pushes do not count: an orchestrator removes an app
   * whose probe fails from traffic, and then the next ticket could not reach it.
   */
  ready(): Promise<HealthReport>
  /** Everything, for people and alerts. */
  report(): Promise<HealthReport>
  /**
   * Answers a probe as `application/health+json`: `?probe=live`, `?probe=ready`, else the report; 503 when it fails. Mount it as a
   * receiver is mounted. The report has counts and ages: keep its path inside your network.
   */
  handle(request: PushRequest): Promise<PushResponse>
}

const names = {
  receiver: true,
  inbox: true,
  tasks: true,
  ticketAt: true,
  checks: true,
  timeoutMs: true,
  now: true,
} as const

/**
 * Health of an app: for probes of Kubernetes, for PM2, for the console.
 *
 * @throws ERR_OPTIONS_INVALID
 * @example app.use('/health', mount(createHealth({ receiver, inbox: storage.inbox })))
 */
export function createHealth(options: HealthOptions = {}): Health {
  checkOptionNames('createHealth', options, names)
  const { receiver, inbox, tasks, checks = [], timeoutMs = 1_000, now = Date.now } = options
  const seen: { ticketAt?: number; skewMs?: number } = {}
  receiver?.signals.on('accepted', ({ infoType, skewMs }) => {
    seen.skewMs = skewMs
    if (infoType === 'component_verify_ticket') seen.ticketAt = now()
  })
  const ticketAt = options.ticketAt ?? (async () => seen.ticketAt)
  const [storage, ...fromInbox] = inbox ? inboxChecks(inbox, now) : []
  const closing: HealthCheck = {
    name: 'receiver:open',
    look: () =>
      receiver?.isClosing
        ? { status: 'fail', text: texts.health.closing }
        : { status: 'pass', text: texts.health.open },
  }
  const whatIsNeeded = [closing, ...(storage ? [storage] : [])]
  const everything = [
    ...whatIsNeeded,
    ...fromInbox,
    ...(tasks ? tasksChecks(tasks, now) : []),
    ...(receiver || options.ticketAt ? [ticketCheck(ticketAt, now)] : []),
    ...(receiver ? [clockCheck(() => seen.skewMs)] : []),
    ...checks,
  ]
  const reportOf = (list: readonly HealthCheck[]) => lookAtAll(list, timeoutMs)
  const probes = { live: () => reportOf([]), ready: () => reportOf(whatIsNeeded), report: () => reportOf(everything) }

  return {
    ...probes,
    async handle({ method, query }) {
      const asked = query['probe']
      const probe = asked === 'live' || asked === 'ready' ? asked : 'report'
      return toResponse(method, await probes[probe](), now())
    },
  }
}

async function lookAtAll(checks: readonly HealthCheck[], timeoutMs: number): Promise<HealthReport> {
  const found = await Promise.all(
    checks.map(async (check) => ({ name: check.name, ...(await lookSafely(check, timeoutMs)) })),
  )
  const statuses = found.map(({ status }) => status)
  const status = statuses.includes('fail') ? 'fail' : statuses.includes('warn') ? 'warn' : 'pass'
  return { status, checks: found }
}

async function lookSafely(check: HealthCheck, timeoutMs: number): Promise<HealthFinding> {
  const late = () => new Error('late')
  try {
    return await within(
      Promise.resolve().then(() => check.look()),
      timeoutMs,
      late,
    )
  } catch (error) {
    return { status: 'fail', text: texts.health.checkFailed(summarizeFailure(error)) }
  }
}
