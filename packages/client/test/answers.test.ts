import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { MaterialSource } from '@wehook/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appid, authorize, createFakeWechat, createTestClient, type FakeWechat } from './fake-wechat.js'
import { png } from './valid-inputs.js'

async function authorizer(answers: Parameters<typeof createFakeWechat>[0]) {
  const wechat = createFakeWechat(answers)
  const { client, tokens } = await createTestClient(wechat)
  await authorize(tokens, appid, { refreshToken: 'r' })
  return { wechat, certification: client.authorizer(appid).certification }
}

describe('the state of a task', () => {
  const states = async (flow: 'enterprise' | 'personal', status: unknown) => {
    const { client } = await createTestClient(
      createFakeWechat({
        [`/wxa/component/fastregister${flow}weapp`]: { errcode: 0, status, taskid: 't', authorize_url: '' },
      }),
    )
    return client.registration[flow].query({ taskid: 't' })
  }

  it.each([
    ['enterprise', 1, 'pending'],
    ['personal', 1, 'failed'],
    ['enterprise', 6, 'failed'],
    ['personal', 6, 'pending'],
    ['enterprise', '12', 'succeeded'],
    ['personal', 12, 'succeeded'],
    ['enterprise', 1002, 'failed'],
    ['personal', 1008, 'failed'],
  ] as const)('of the %s flow with status %s is %s', async (flow, status, outcome) => {
    const task = await states(flow, status)
    expect(task).toMatchObject({ status: Number(status), state: { code: Number(status), known: true, outcome } })
    expect(task.authorize_url).toBeUndefined()
  })

  it.each([0, 99, 101])('is undetermined for the undocumented %i of the enterprise flow', async (status) => {
    expect((await states('enterprise', status)).state).toMatchObject({
      known: false,
      outcome: 'undetermined',
      advice: 'query',
    })
  })

  it.each([
    [{ task_status: 5 }, 'failed', '人脸认证失败'],
    [{ task_status: 9, apply_status: 4 }, 'pending', '手机验证成功'],
    [{ task_status: '12', apply_status: '3', refill_reason: '材料不清晰', orderid: 123 }, 'returned', '打回重填'],
    [{ task_status: 12, apply_status: 4, orderid: '123' }, 'succeeded', '认证通过'],
    [{ task_status: 12, apply_status: 5, fail_reason: 'x' }, 'failed', '最终失败'],
  ])('of a certification %j is %s', async (answer, outcome, zh) => {
    const { certification } = await authorizer({ '/wxa/sec/queryauth': { errcode: 0, errmsg: '', ...answer } })
    const state = await certification.query({ taskid: 't' })
    expect(state.state).toMatchObject({ outcome, zh: expect.stringContaining(zh) })
    if ('orderid' in answer) expect(state.orderid).toBe('123')
  })
})

describe('the identity tree', () => {
  const plain = [
    { name: '文艺', node_id: 1, node_list: [{ name: '导演', node_id: '2', leaf_info: { requirement: '证明' } }] },
  ]

  it.each([
    ['as documented', { identity_tree_list: plain }],
    ['under node_list', { node_list: plain }],
    [
      'with names in base64',
      {
        identity_tree_list: [
          {
            name: '5paH6Im6',
            node_id: 1,
            node_list: [{ name: '5a+85ryU', node_id: 2, leaf_info: { requirement: '6K+B5piO' } }],
          },
        ],
      },
    ],
  ])('is read %s', async (_, answer) => {
    const { certification } = await authorizer({ '/wxa/sec/authidentitytree': answer })
    expect((await certification.identityTree()).identity_tree_list).toMatchObject([
      {
        name: '文艺',
        node_id: 1,
        node_list: [{ name: '导演', node_id: 2, node_list: [], leaf_info: { requirement: '证明' } }],
      },
    ])
  })

  it.each(['test', 'IT导演', 'abcd', '5a+8', '////', 'AAAA', 'YWJj'])(
    'leaves %s, unless it is UTF-8 in base64',
    async (name) => {
      const { certification } = await authorizer({
        '/wxa/sec/authidentitytree': { identity_tree_list: [{ name, node_id: 1 }] },
      })
      const [node] = (await certification.identityTree()).identity_tree_list
      expect(node?.wireName).toBe(name)
      expect(node?.name).toBe({ '5a+8': '导', YWJj: 'abc' }[name] ?? name)
    },
  )
})

describe('a material', () => {
  let folder = ''
  let file = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wehook-material-'))
    file = join(folder, 'licence.whatever')
    await writeFile(file, png)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const answers = { '/wxa/sec/uploadauthmaterial': { errcode: 0, errmsg: 'ok', mediaid: 'media-1' } }

  it.each<[string, () => MaterialSource]>([
    ['a path', () => file],
    ['a Buffer', () => Buffer.from(png)],
    ['bytes', () => png],
    ['a Node stream', () => createReadStream(file, { highWaterMark: 3 })],
    ['a web stream', () => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>],
    ['a Blob', () => new Blob([png])],
  ])('goes up from %s, under a name that fits its bytes', async (_, source) => {
    const { wechat, certification } = await authorizer(answers)
    expect(await certification.uploadMaterial(source())).toEqual({ mediaid: 'media-1' })
    const part = partOf(wechat)
    expect(part.name).toBe('material.png')
    expect(part.type).toBe('image/png')
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(png)
  })

  it.each([
    ['material.jpg', [0xff, 0xd8, 0xff, 0xe0]],
    ['material.gif', [...Buffer.from('GIF89a')]],
  ])('is known by its bytes: %s', async (name, bytes) => {
    const { wechat, certification } = await authorizer(answers)
    await certification.uploadMaterial(Uint8Array.from(bytes))
    expect(partOf(wechat).name).toBe(name)
  })

  const large = new Uint8Array(2 * 1024 * 1024 + 1)
  large.set(png)

  it.each<[string, () => MaterialSource, string]>([
    ['another kind', () => Buffer.from('%PDF-1.7'), 'PNG, JPEG or GIF'],
    ['an empty one', () => new Uint8Array(), 'PNG, JPEG or GIF'],
    ['too many bytes', () => large, '2 MB'],
    ['too large a Blob', () => new Blob([large]), '2 MB'],
    ['a stream without end', () => endless(), '2 MB'],
    ['a path to nothing', () => join(folder, 'nothing.png'), 'can be read'],
    ['a folder', () => folder, 'can be read'],
    ['nothing at all', () => undefined as never, 'a path, a Buffer'],
    ['the answer of another call', () => ({ mediaid: 'm' }) as never, 'a path, a Buffer'],
  ])('is refused: %s', async (_, source, why) => {
    const { wechat, certification } = await authorizer(answers)
    await expect(certification.uploadMaterial(source())).rejects.toMatchObject({
      code: 'ERR_API_INPUT',
      issues: [{ path: 'media', en: expect.stringContaining(why), zh: expect.stringMatching(/[\u4e00-\u9fff]/) }],
    })
    expect(wechat.calls).toEqual([])
  })

  it('of exactly 2 MB goes up', async () => {
    const { certification } = await authorizer(answers)
    await expect(certification.uploadMaterial(large.subarray(0, -1))).resolves.toBeDefined()
  })

  it('goes up again after a refused token, though its stream is spent', async () => {
    let refusals = 0
    const { wechat, certification } = await authorizer({
      '/wxa/sec/uploadauthmaterial': () => {
        refusals += 1
        return refusals === 1 ? { errcode: 42001, errmsg: 'x' } : { mediaid: 'm', type: 'image' }
      },
    })
    expect(await certification.uploadMaterial(createReadStream(file))).toEqual({ mediaid: 'm', type: 'image' })
    expect(wechat.count('uploadauthmaterial')).toBe(2)
  })
})

function partOf(wechat: FakeWechat): File {
  const part = wechat.last('uploadauthmaterial')?.form?.get('media')
  if (!(part instanceof File)) throw new Error('no file went up')
  return part
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(64 * 1024)
}
