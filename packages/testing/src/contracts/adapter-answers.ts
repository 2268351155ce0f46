import assert from 'node:assert/strict'
import { signPush, type WehookErrorCode } from '@wehook/core'
import { type SealedPush, samples, sealPush } from '@wehook/simulator'
import type { Response } from 'supertest'
import { type AdapterScene, adapterCase, platform, pushRequest, type SceneOptions } from './adapter-scene.js'
import { createGate } from './inbox-scene.js'

/** A row of the error table, and a request that gets this answer. */
interface Row extends SceneOptions {
  readonly code: WehookErrorCode
  readonly when: string
  readonly status: number
  readonly body: string
  /** The host's own XML parser reads such a body first, and answers itself or leaves nothing of it. */
  readonly isParsersBusiness?: boolean
  /** Handlers get the event although the push is refused. */
  readonly isHandled?: boolean
  send(scene: AdapterScene): Promise<Response>
}

const badRequest = { status: 400, body: 'Bad Request' } as const
const unauthorized = { status: 401, body: 'Unauthorized' } as const
const fault = { status: 500, body: 'Internal Server Error' } as const
const unavailable = { status: 503, body: 'Service Unavailable' } as const

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

async function postWith(scene: AdapterScene, query: Query, body?: string): Promise<Response> {
  const push = scene.newPush()
  const given = Object.entries({ ...push.query, ...query }).filter(([, value]) => value !== undefined)
  const pairs = given.flatMap(([name, value]) => [value].flat().map((one) => [name, one as string]))
  const url = `${scene.site.path}?${new URLSearchParams(pairs)}`
  return scene.client
    .post(url)
    .set(push.headers)
    .send(body ?? push.body)
}

const queryRows = ['timestamp', 'nonce', 'msg_signature'].flatMap((name): Row[] => {
  const row = { code: 'ERR_QUERY_INVALID', ...badRequest } as const
  return [
    { ...row, when: `${name} is missing`, send: (scene) => postWith(scene, { [name]: undefined }) },
    { ...row, when: `${name} is empty`, send: (scene) => postWith(scene, { [name]: '' }) },
    { ...row, when: `${name} is repeated`, send: (scene) => postWith(scene, { [name]: ['1', '1'] }) },
  ]
})

const malformed = { code: 'ERR_ENVELOPE_MALFORMED', ...badRequest, isParsersBusiness: true } as const
const secondEncrypt = (push: SealedPush) => push.body.replace('</xml>', '<Encrypt>x</Encrypt></xml>')
const bodyRows: readonly Row[] = [
  { ...malformed, when: 'the body is no XML', send: (scene) => postWith(scene, {}, 'ticket=1') },
  { ...malformed, when: 'the body has a DOCTYPE', send: (scene) => postWith(scene, {}, '<!DOCTYPE a><xml></xml>') },
  { ...malformed, when: 'there are two Encrypt', send: (scene) => postWith(scene, {}, secondEncrypt(scene.newPush())) },
  { ...malformed, when: 'the body is empty', isParsersBusiness: false, send: (scene) => postWith(scene, {}, '') },
  {
    ...malformed,
    code: 'ERR_ENCRYPT_MISSING',
    when: 'there is no Encrypt',
    send: (scene) => postWith(scene, {}, '<xml><AppId>wx7c0e5a1b2d3f4a68</AppId></xml>'),
  },
]

/** Pushes in which only one value is wrong. */
const forgeries = {
  ERR_PLATFORM_UNKNOWN: () =>
    sealPush({ ...platform, componentAppId: 'wx00000000000000ff' }, samples.authorized.typical),
  ERR_SIGNATURE_MISMATCH: ({ newPush }) => newPush({ platform: { token: 'another' } }),
  ERR_DECRYPT_FAILED: ({ newPush }) =>
    newPush({ platform: { encodingAesKey: [...platform.encodingAesKey].reverse().join('') } }),
  ERR_APPID_MISMATCH: ({ newPush }) => {
    const push = newPush({ platform: { componentAppId: 'wx00000000000000ff' } })
    return { ...push, body: push.body.replace('wx00000000000000ff', platform.componentAppId) }
  },
  ERR_PUSH_STALE: ({ newPush }) => newPush({ timestamp: 1_700_000_000 }),
} as const satisfies Partial<Record<WehookErrorCode, (scene: AdapterScene) => SealedPush>>

const freshOnly = { receiver: () => ({ maxAgeMs: 600_000 }) } as const

const trustRows = Object.entries(forgeries).map(
  ([code, forge]): Row => ({
    code: code as keyof typeof forgeries,
    when: 'the push is not to be trusted',
    ...unauthorized,
    ...freshOnly,
    send: async (scene) => scene.post(forge(scene)),
  }),
)

const faultRows: readonly Row[] = [
  {
    code: 'ERR_HANDLER_FAILED',
    when: 'a handler rejects',
    ...fault,
    isHandled: true,
    send: async (scene) => {
      scene.receiver.on('*', () => Promise.reject(new Error('merchant not found')))
      return scene.post()
    },
  },
  {
    code: 'ERR_HANDLER_TIMEOUT',
    when: 'a handler is not done in time',
    ...unavailable,
    receiver: () => ({ deadlineMs: 150 }),
    isHandled: true,
    send: async (scene) => {
      const gate = createGate<void>()
      scene.receiver.on('*', () => gate.opened)
      const answer = await scene.post()
      gate.open()
      return answer
    },
  },
  {
    code: 'ERR_INBOX_UNAVAILABLE',
    when: 'storing fails',
    ...unavailable,
    receiver: () => ({ inbox: brokenInbox() }),
    send: async (scene) => scene.post(),
  },
  {
    code: 'ERR_RECEIVER_CLOSED',
    when: 'the receiver is closed',
    ...unavailable,
    send: async (scene) => {
      await scene.receiver.close()
      return scene.post()
    },
  },
  {
    code: 'ERR_INTERNAL',
    when: 'something breaks that never should',
    ...fault,
    receiver: () => ({ now: brokenClock() }),
    send: async (scene) => scene.post(),
  },
]

function brokenInbox() {
  const fail = () => Promise.reject(new Error('the disk is full'))
  const none = { pending: 0, unhandled: 0, dead: 0, handled: 0, discarded: 0, held: 0, passed: 0 }
  return {
    durable: true,
    put: fail,
    consume: fail,
    list: fail,
    get: fail,
    count: fail,
    requeue: fail,
    requeueAll: fail,
    discard: fail,
    discardAll: fail,
    counts: () => Promise.resolve(none),
  }
}

/** A clock that throws once, while a push is handled. */
function brokenClock(): () => number {
  let calls = 0
  return () => {
    calls += 1
    if (calls === 1) throw new RangeError('no time')
    return Date.now()
  }
}

const methodRows = (['put', 'patch', 'delete', 'options', 'head'] as const).map(
  (method): Row => ({
    code: 'ERR_METHOD_NOT_ALLOWED',
    when: `the method is ${method.toUpperCase()}`,
    status: 405,
    body: 'Method Not Allowed',
    send: async (scene) => scene.client[method](scene.site.path).query(scene.newPush().query),
  }),
)

const rows = [...methodRows, ...queryRows, ...bodyRows, ...trustRows, ...faultRows]

const rowCases = rows.map((row) =>
  adapterCase(
    `answers ${row.status} when ${row.when} (${row.code})`,
    async (scene) => {
      const answer = await row.send(scene)
      if (row.isParsersBusiness && scene.harness.hostReads === 'object') {
        assert.ok(answer.status >= 400, `answered ${answer.status}`)
        assert.deepEqual(scene.seen, [])
        return
      }
      assert.deepEqual(scene.refused, [row.code])
      assert.equal(answer.status, row.status)
      assert.match(String(answer.headers['content-type']), /^text\/plain/)
      assert.equal(
        answer.text ?? '',
        row.code === 'ERR_METHOD_NOT_ALLOWED' && row.when.endsWith('HEAD') ? '' : row.body,
      )
      if (row.status === 405) assert.equal(answer.headers['allow'], 'GET, POST')
      assert.equal(scene.seen.length, row.isHandled ? 1 : 0)
    },
    row,
  ),
)

/** Each row of the table of answers, over HTTP. */
export const adapterAnswerCases = [
  adapterCase('answers `success` to a push, once its handler is done', async ({ newPush, post, seen, refused }) => {
    const push = newPush()
    const answer = await post(push)
    assert.equal(answer.status, 200)
    assert.equal(answer.text, 'success')
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
    assert.equal(answer.headers['content-length'], '7')
    assert.deepEqual(refused, [])
    assert.deepEqual(
      seen.map(({ xml }) => xml),
      [push.xml],
    )
  }),
  ...rowCases,
  adapterCase(
    'answers the same bytes to every push that is not to be trusted',
    async (scene) => {
      const { wire, site, refused } = scene
      const answers = new Set<string>()
      for (const forge of Object.values(forgeries)) {
        const connection = await wire()
        connection.write(pushRequest(site.path, forge(scene)))
        const { head, body } = await connection.answer()
        answers.add(`${head.replace(/\r\ndate: [^\r]+/i, '')}\r\n\r\n${body}`)
      }
      assert.deepEqual(refused, Object.keys(forgeries))
      assert.equal(answers.size, 1, [...answers].join('\n'))
    },
    freshOnly,
  ),
  adapterCase('echoes a GET that is signed, and no other', async ({ client, site, refused }) => {
    const [timestamp, nonce, echostr] = ['1715943329', '1590219412', '4375120948345356249']
    const signature = signPush(platform.token, timestamp, nonce)
    const answer = await client.get(site.path).query({ timestamp, nonce, echostr, signature })
    assert.equal(answer.status, 200)
    assert.equal(answer.text, echostr)
    assert.match(String(answer.headers['content-type']), /^text\/plain/)
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    assert.equal(answer.headers['cache-control'], 'no-store')
    const forged = await client.get(site.path).query({ timestamp, nonce: '1', echostr, signature })
    assert.equal(forged.status, 401)
    assert.equal(forged.text, 'Unauthorized')
    assert.deepEqual(refused, ['ERR_SIGNATURE_MISMATCH'])
  }),
] as const
