import { describe, expect, it } from 'vitest'
import {
  createHealth,
  createMemoryInbox,
  createReceiver,
  type Health,
  type HealthReport,
  type PushRequest,
} from '../../src/index.js'
import type { InboxCounts } from '../../src/storage/inbox.js'
import { nowMs, options, seal, ticket, toRequest } from '../sealed.js'

const minuteMs = 60_000
const quiet: InboxCounts = { pending: 0, unhandled: 0, dead: 0, handled: 0, discarded: 0, held: 0, passed: 0 }
const receiverAt = (now: () => number) => createReceiver({ ...options, logger: false, now })
const statusOf = ({ checks }: HealthReport, name: string) => checks.find((check) => check.name === name)?.status

function probe(health: Health, query: PushRequest['query'] = {}, method = 'GET') {
  return health.handle({ method, query, body: '' } as unknown as PushRequest)
}

describe('live', () => {
  it('passes whatever is down', async () => {
    const inbox = { counts: () => Promise.reject(new Error('down')) }
    expect(await createHealth({ inbox }).live()).toEqual({ status: 'pass', checks: [] })
  })
})

describe('ready', () => {
  it('passes while the storage answers and the receiver is open', async () => {
    const receiver = receiverAt(() => nowMs)
    const health = createHealth({ receiver, inbox: createMemoryInbox() })
    expect(await health.ready()).toMatchObject({ status: 'pass' })
    await receiver.close()
    expect(await health.ready()).toMatchObject({ status: 'fail' })
  })

  it('fails when the storage rejects, and when it does not answer in time', async () => {
    for (const counts of [() => Promise.reject(new Error('down')), () => new Promise<never>(() => {})]) {
      const health = createHealth({ inbox: { counts }, timeoutMs: 50 })
      expect(statusOf(await health.ready(), 'storage:responds')).toBe('fail')
    }
  })

  it('does not fail for an old ticket, dead pushes or a check of the host: the next ticket must find its URL', async () => {
    const inbox = { counts: async () => ({ ...quiet, dead: 3, oldestDueAt: nowMs - 60 * minuteMs }) }
    const checks = [{ name: 'crm', look: () => ({ status: 'fail', text: { en: 'down', zh: '不可用' } }) as const }]
    const ticketAt = async () => nowMs - 24 * 60 * minuteMs
    const health = createHealth({ inbox, ticketAt, checks, now: () => nowMs })
    expect(await health.ready()).toMatchObject({ status: 'pass' })
    expect(await health.report()).toMatchObject({ status: 'fail' })
  })
})

describe('the report', () => {
  it.each([
    ['inbox:oldest-due', { oldestDueAt: nowMs - 30_000 }, 'pass'],
    ['inbox:oldest-due', { oldestDueAt: nowMs - 2 * minuteMs }, 'warn'],
    ['inbox:oldest-due', { oldestDueAt: nowMs - 10 * minuteMs }, 'fail'],
    ['inbox:dead', { dead: 1 }, 'warn'],
    ['inbox:unhandled', { unhandled: 1 }, 'warn'],
    ['inbox:dead', {}, 'pass'],
  ] as const)('%s of %j is %s', async (name, change, status) => {
    const inbox = { counts: async () => ({ ...quiet, ...change }) }
    expect(statusOf(await createHealth({ inbox, now: () => nowMs }).report(), name)).toBe(status)
  })

  it('follows tickets and the clock of pushes', async () => {
    let now = nowMs
    const receiver = receiverAt(() => now)
    const health = createHealth({ receiver, now: () => now })
    expect(statusOf(await health.report(), 'ticket:age')).toBe('warn')
    now += 2 * minuteMs
    await receiver.handle(toRequest(seal(ticket())))
    expect(statusOf(await health.report(), 'ticket:age')).toBe('pass')
    expect(statusOf(await health.report(), 'clock:skew')).toBe('warn')
    now += 40 * minuteMs
    expect(statusOf(await health.report(), 'ticket:age')).toBe('warn')
    now += 12 * 60 * minuteMs
    expect(statusOf(await health.report(), 'ticket:age')).toBe('fail')
  })

  it('warns of tasks with a change that was given up', async () => {
    const tasks = (found: readonly unknown[]) => ({
      list: async () => ({ tasks: found }),
      nextDueAt: async () => undefined,
    })
    expect(statusOf(await createHealth({ tasks: tasks([]) }).report(), 'tasks:dead')).toBe('pass')
    expect(statusOf(await createHealth({ tasks: tasks([{}]) }).report(), 'tasks:dead')).toBe('warn')
  })

  it('warns of tasks past their clock, and fails when no process has run it for an hour', async () => {
    let dueAt: Date | undefined
    const tasks = { list: async () => ({ tasks: [] }), nextDueAt: async () => dueAt }
    const health = createHealth({ tasks, now: () => nowMs })
    const minutesAgo = async (minutes: number) => {
      dueAt = new Date(nowMs - minutes * minuteMs)
      return statusOf(await health.report(), 'tasks:oldest-due')
    }
    expect(statusOf(await health.report(), 'tasks:oldest-due')).toBe('pass')
    expect([await minutesAgo(-10), await minutesAgo(4), await minutesAgo(6), await minutesAgo(61)]).toEqual([
      'pass',
      'pass',
      'warn',
      'fail',
    ])
  })

  it('reads the counts once however many checks use them', async () => {
    let reads = 0
    const inbox = {
      async counts() {
        reads += 1
        return quiet
      },
    }
    await createHealth({ inbox }).report()
    expect(reads).toBe(1)
  })

  it('tells why a check failed without its message, which may hold personal data', async () => {
    const inbox = { counts: () => Promise.reject(new Error('made-up-password')) }
    const { checks } = await createHealth({ inbox }).report()
    expect(JSON.stringify(checks)).not.toContain('made-up-password')
    expect(checks.find(({ name }) => name === 'storage:responds')?.text.zh).toContain('检查失败')
  })
})

describe('the answer to a probe', () => {
  const failing = { counts: async () => ({ ...quiet, oldestDueAt: 0 }) }

  it('is application/health+json: 503 where it fails, 200 otherwise', async () => {
    const health = createHealth({ inbox: failing, now: () => nowMs })
    const report = await probe(health)
    expect(report).toMatchObject({ status: 503, headers: { 'cache-control': 'no-store' } })
    expect(report.headers['content-type']).toContain('application/health+json')
    expect(JSON.parse(String(report.body))).toMatchObject({
      status: 'fail',
      checks: { 'inbox:oldest-due': [{ status: 'fail', observedUnit: 's' }] },
    })
    expect((await probe(health, { probe: 'live' })).status).toBe(200)
    expect((await probe(health, { probe: 'ready' })).status).toBe(200)
    expect((await probe(health, {}, 'POST')).status).toBe(405)
  })
})
