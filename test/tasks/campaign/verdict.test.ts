import type { CallRecord, Task as SimulatedTask } from '@wehook/simulator'
import type { AnyTask } from '@wehook/tasks'
import { describe, expect, it } from 'vitest'
import { type Evidence, findFaults } from './verdict.js'

const at = (minutes: number) => new Date(minutes * 60_000)
const change = (n: number, fields: object = {}) => ({
  id: `t1:${n}`,
  word: 'pending',
  by: 'call',
  at: at(0),
  outcome: 'pending',
  ...fields,
})

const task = {
  id: 't1',
  kind: 'registration.enterprise',
  reference: 'm-1',
  outcome: 'succeeded',
  appid: 'wx1',
  wechat: { taskid: 'w1' },
  closedAt: at(60),
  history: [change(1), change(2, { word: 'succeeded', by: 'push', outcome: 'succeeded' })],
} as unknown as AnyTask

const record = {
  id: 'w1',
  kind: 'enterprise',
  phase: 'done',
  progress: 'succeeded',
  appid: 'wx1',
  request: {},
} as unknown as SimulatedTask

const line = (n: number) => ({ task: 't1', change: `t1:${n}`, word: 'pending' as const, outcome: 'pending' })
const right: Evidence = { tasks: [task], told: [line(1), line(2), line(2)], record: [record], calls: [] }

const createdAt = (minutes: number) =>
  ({
    at: at(minutes).getTime(),
    call: {
      path: '/wxa/component/fastregisterenterpriseweapp',
      query: { action: 'create' },
      body: { name: '样例企业1' },
    },
  }) as unknown as CallRecord

describe('the verdict of the campaign', () => {
  it('finds nothing where everything is as promised', () => {
    expect(findFaults({ ...right, calls: [createdAt(0), createdAt(61)] })).toEqual([])
  })

  it('finds an outcome that is not that of the record', () => {
    expect(findFaults({ ...right, record: [{ ...record, progress: 'failed' }] })).toHaveLength(1)
    expect(findFaults({ ...right, record: [{ ...record, appid: 'wx2' }] })).toHaveLength(1)
    const doubtful = { ...task, outcome: 'undetermined', candidates: ['wx1', 'wx9'] } as unknown as AnyTask
    expect(findFaults({ ...right, tasks: [doubtful] })).toEqual([])
  })

  it('finds a change that was not told, and one that was told out of order', () => {
    expect(findFaults({ ...right, told: [line(2)] })).toEqual(['t1:1 was never told'])
    expect(findFaults({ ...right, told: [line(2), line(1)] })).toHaveLength(1)
  })

  it('finds a second call while the task was open', () => {
    expect(findFaults({ ...right, calls: [createdAt(0), createdAt(30)] })).toHaveLength(1)
  })
})
