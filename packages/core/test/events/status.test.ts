import { describeEvent, describeStatus, type InfoType, infoTypes, readEvent, type StatusEntry } from '@wehook/core'
import { describe, expect, test } from 'vitest'

/** Every code of WeChat's pages (docs/protocol.md, 3 and 4.9), by event, field and outcome. */
const documented = {
  notify_third_fasteregister: {
    status: {
      succeeded: [0],
      failed: [
        -1, 100001, 100002, 100003, 101, 102, 103, 104, 105, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008,
      ],
    },
  },
  notify_third_fastregisterbetaapp: { status: { succeeded: [0], failed: [3] } },
  notify_third_fastverifybetaapp: {
    status: {
      succeeded: [0],
      pending: [89251, 89252],
      failed: [100001, 100002, 100003, 100004, 101, 102, 103, 104, 105, 1000],
    },
  },
  notify_3rd_wxa_auth: {
    task_status: { pending: [0, 3, 4, 6, 7, 9, 12, 15], failed: [1, 2, 5, 8, 11, 14] },
    apply_status: { pending: [0, 1, 2], returned: [3], succeeded: [4], failed: [5] },
  },
  notify_3rd_wxa_auth_and_icp: {
    procedure_status: {
      pending: [9, 15, 16, 17, 19, 22, 24],
      returned: [18, 23, 25],
      failed: [20, 21, 27, 28, 29],
      succeeded: [26],
    },
  },
  notify_icpfiling_verify_result: {
    result: { failed: [2], succeeded: [3] },
    along_with_auth_result: { succeeded: [9] },
  },
  notify_apply_icpfiling_result: {
    beian_status: {
      pending: [2, 4],
      returned: [3, 5],
      succeeded: [6],
      undetermined: [1024, 1025, 1026, 1027, 1028, 1029, 1030, 1031],
    },
  },
  order_path_apply_result_notify: { ret_code: { succeeded: [0], failed: [1, -1, -2] } },
  order_path_audit_result_notify: { status: { pending: [2], failed: [3], succeeded: [4] } },
} satisfies Partial<Record<InfoType, Record<string, Record<string, readonly number[]>>>>

function byOutcome(entries: readonly (StatusEntry & { readonly code: number })[]): Record<string, number[]> {
  const grouped: Record<string, number[]> = {}
  for (const { outcome, code } of entries) grouped[outcome] = [...(grouped[outcome] ?? []), code].sort((a, b) => a - b)
  return grouped
}

describe('every documented code has an entry, with its outcome', () => {
  test.each(Object.entries(documented))('%s', (infoType, fields) => {
    const tables = describeEvent(infoType as InfoType).statuses.map(({ field, entries }) => [field, byOutcome(entries)])
    const sorted = Object.entries<Record<string, readonly number[]>>(fields).map(([field, outcomes]) => [
      field,
      Object.fromEntries(
        Object.entries(outcomes).map(([outcome, codes]) => [outcome, codes.toSorted((a, b) => a - b)]),
      ),
    ])
    expect(Object.fromEntries(tables)).toEqual(Object.fromEntries(sorted))
  })
})

const everyEntry = infoTypes.flatMap((infoType) => describeEvent(infoType).statuses.flatMap(({ entries }) => entries))

test('every entry speaks Chinese and English, and is frozen', () => {
  for (const entry of everyEntry) {
    expect(entry.zh).toMatch(/\p{Script=Han}/u)
    expect(entry.en).toMatch(/^[^\p{Script=Han}]+$/u)
    expect(Object.isFrozen(entry)).toBe(true)
    expect(entry.known).toBe(true)
  }
})

test('advice agrees with the outcome', () => {
  for (const { outcome, advice, code, field } of everyEntry) {
    if (outcome === 'pending') expect(advice, `${field} ${code}`).toBe('wait')
    if (outcome === 'returned') expect(advice, `${field} ${code}`).toBe('correct-and-retry')
    if (outcome === 'failed') expect(['none', 'query'], `${field} ${code}`).not.toContain(advice)
    if (outcome === 'undetermined') expect(advice, `${field} ${code}`).toBe('query')
  }
})

test('the same code means other things in other tables', () => {
  expect(describeStatus('notify_third_fastregisterbetaapp', 'status', 3).outcome).toBe('failed')
  expect(describeStatus('notify_icpfiling_verify_result', 'result', 3).outcome).toBe('succeeded')
  expect(describeStatus('notify_3rd_wxa_auth', 'task_status', 3).outcome).toBe('pending')
  expect(describeStatus('notify_3rd_wxa_auth', 'apply_status', 3).outcome).toBe('returned')
})

test('texts are WeChat’s own', () => {
  expect(describeStatus('notify_third_fasteregister', 'status', 101).zh).toBe('工商数据返回：“企业已注销”')
  expect(describeStatus('notify_third_fastverifybetaapp', 'status', 89251).zh).toBe(
    '模板消息已下发，待法人人脸核身校验',
  )
  expect(describeStatus('notify_3rd_wxa_auth', 'apply_status', 5).zh).toBe('认证最终失败(不能再修改)')
})

test('only the code that WeChat gives a time for has one', () => {
  const timed = everyEntry.filter(({ retryAfter }) => retryAfter)
  expect(timed.map(({ code }) => code)).toEqual([105, 105])
  expect(timed[0]?.retryAfter).toEqual({ workingDays: [5, 15] })
})

test('statuses of one flow are ranked in its order', () => {
  const beta = (code: number) => describeStatus('notify_third_fastverifybetaapp', 'status', code).rank
  const task = (code: number) => describeStatus('notify_3rd_wxa_auth', 'task_status', code).rank
  const apply = (code: number) => describeStatus('notify_3rd_wxa_auth', 'apply_status', code).rank
  expect(beta(89251)).toBeLessThan(beta(89252))
  for (const final of [0, 100001, 100004, 101]) expect(beta(89252)).toBeLessThan(beta(final))
  const flow = [task(0), task(3), task(4), task(6), task(7), task(9), task(12), apply(1), apply(2), apply(3)]
  expect(flow).toEqual(flow.toSorted((a, b) => a - b))
  expect(new Set(flow).size).toBe(flow.length)
  expect([apply(4), apply(5)]).toEqual([apply(3), apply(3)])
})

test('an undocumented code is undetermined, never failed', () => {
  expect(describeStatus('notify_third_fasteregister', 'status', 89252)).toEqual({
    field: 'status',
    code: 89252,
    known: false,
    outcome: 'undetermined',
    advice: 'query',
    rank: 0,
    zh: '文档未列出的状态码',
    en: 'a code that the documentation does not list',
  })
})

test('every documented code of a registration is read with its entry', () => {
  for (const { entries } of describeEvent('notify_third_fasteregister').statuses) {
    for (const entry of entries) {
      const xml = `<xml><CreateTime>1</CreateTime><InfoType>notify_third_fasteregister</InfoType><status>${entry.code}</status><appid>wx0000000000000002</appid></xml>`
      expect(readEvent({ id: '', componentAppId: '', xml, timestamp: 0 })).toMatchObject({
        outcome: entry.outcome,
        status: entry,
      })
    }
  }
})
