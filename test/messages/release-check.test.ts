import { describe, expect, it } from 'vitest'
import { hosts } from './hosts.js'
import { startProvider } from './provider.js'

const permissions = [[], [1], [19], [1, 19]] as const
const start = ['组件ticket正确接收', '生成预授权码', '获取授权code']
const official = ['返回普通文本消息', '发送事件消息', '返回Api文本消息']

/** The rows of WeChat's result page for these permission sets. */
const rowsFor = (sets: readonly (1 | 19)[]) => [
  ...start,
  ...['授权', ...(sets.includes(1) ? official : []), '取消授权'],
  ...['授权', ...(sets.includes(19) ? ['返回Api文本消息'] : []), '取消授权'],
]

describe.each(['Express 5', 'Koa', 'Fastify 5', 'fetch'] as const)('the check of 全网发布 through %s', (name) => {
  it.each(permissions.map((sets) => [sets]))('passes with the permission sets %j', async (permissionSets) => {
    const { platform, messages } = await startProvider(hosts[name])
    const seen: unknown[] = []
    messages.on('*', (infoType) => seen.push(infoType))
    const { passed, rows } = await platform.runReleaseCheck({ permissionSets, event: true, group: 2 })
    expect(rows.filter((row) => !row.passed)).toEqual([])
    expect(passed).toBe(true)
    expect(rows.map((row) => row.name)).toEqual(rowsFor(permissionSets))
    expect(seen).toEqual([])
  })
})

const exchange = '/cgi-bin/component/api_query_auth'

describe('the code', () => {
  it.each([
    ['that came by authorized as well is exchanged once for each account', 'same', 2],
    ['of a text alone is exchanged beside the one of authorized', 'different', 4],
  ] as const)('%s', async (_, codes, count) => {
    const { platform } = await startProvider(hosts['Express 5'])
    expect((await platform.runReleaseCheck({ codes })).passed).toBe(true)
    const codesOf = platform.calls.flatMap(({ call }) =>
      call.path === exchange ? [call.body['authorization_code']] : [],
    )
    expect(codesOf).toHaveLength(count)
    expect(new Set(codesOf).size).toBe(count)
  })
})

it('is failed without the option, at the rows of the messages', async () => {
  const { platform } = await startProvider(hosts.fetch, { receiver: { releaseCheck: false } })
  const { rows } = await platform.runReleaseCheck({ permissionSets: [1], waitMs: 100 })
  expect(rows.filter((row) => !row.passed).map((row) => row.name)).toEqual(['返回普通文本消息', '返回Api文本消息'])
})
