import { type Client, isWechatApiError, isWehookError, WechatApiError } from '@wehook/client'
import { describe, expect, it } from 'vitest'
import { appid, authorize, createFakeWechat, createTestClient } from './fake-wechat.js'
import { certification, enterprise, legacy, png, resubmission, verifyLegacy } from './valid-inputs.js'

const calls = {
  fastregisterweapp: (c: Client) => c.registration.enterpriseLegacy.create(legacy),
  fastregisterenterpriseweapp: (c: Client) => c.registration.enterprise.create(enterprise),
  fastregisterpersonalweapp: (c: Client) => c.registration.personal.create({ wxuser: 'sample_person' }),
  fastregisterbetaweapp: (c: Client) => c.registration.beta.create({ name: '样例名称', openid: 'o' }),
  verifybetaweapp: (c: Client) => c.authorizer(appid).beta.verifyLegacy(verifyLegacy),
  setbetaweappnickname: (c: Client) => c.authorizer(appid).beta.setNickname({ name: '样例名称' }),
  wxaauth: (c: Client) => c.authorizer(appid).certification.submit(certification),
  reauth: (c: Client) => c.authorizer(appid).certification.resubmit(resubmission),
  uploadauthmaterial: (c: Client) => c.authorizer(appid).certification.uploadMaterial(png),
  api_create_preauthcode: (c: Client) => c.component.preAuthCode(),
}
type Path = keyof typeof calls

async function refuse(path: Path, errcode: number, errmsg = 'x'): Promise<WechatApiError> {
  const answer = { errcode, errmsg }
  const folder = path.startsWith('api_') || path === 'fastregisterweapp' ? '/cgi-bin/component/' : '/wxa/component/'
  const paths = [`${folder}${path}`, `/wxa/${path}`, `/wxa/sec/${path}`]
  const wechat = createFakeWechat(Object.fromEntries(paths.map((each) => [each, answer])))
  const { client, tokens } = await createTestClient(wechat)
  await authorize(tokens, appid, { refreshToken: 'r' })
  const error = await calls[path](client).catch((caught: unknown) => caught)
  if (!isWechatApiError(error, errcode)) throw error
  return error
}

/** errcodes of docs/protocol.md (APIs), with a word of the Chinese meaning that the table there gives. */
const documented: Readonly<Partial<Record<Path, Readonly<Record<number, string>>>>> = {
  fastregisterweapp: {
    [-1]: '下线',
    89249: '24h',
    89247: '内部错误',
    86004: '微信号',
    61070: '不一致',
    89248: '类型无效',
    89250: '未找到',
    89251: '人脸核身',
    89252: '一致性校验',
    89253: '缺少参数',
    89254: '权限集',
    89255: 'code',
    91030: '5 次',
  },
  fastregisterenterpriseweapp: {
    [-1]: 'ACTION',
    86021: '非在营',
    86022: 'CODE',
    86030: '缺少参数',
    86040: '个人',
    89247: '系统错误',
    89254: '权限集',
    89255: '代码',
    89295: '个人主体',
  },
  fastregisterpersonalweapp: {
    [-1]: '系统错误',
    45009: '限额',
    45011: '频繁',
    86021: '非在营',
    86022: 'CODE',
    86030: '缺少参数',
    86031: '全网发布',
    86032: '微信号',
    86033: '权限集',
    86034: '受限',
    86036: '不一致',
    86040: '个人',
    91030: '5 次',
  },
  fastregisterbetaweapp: { 47001: '格式', 86011: '关键字', 91030: '上限' },
  verifybetaweapp: {
    89249: '24h',
    89251: '不能重复下发',
    89248: '类型无效',
    86004: '微信号',
    61070: '不一致',
    89255: '长度',
    1001: '上限',
    1002: '黑名单',
    1003: '管理员',
    1004: '黑名单',
    1005: '手机号',
    1006: '黑名单',
    1007: '身份证',
    91021: '试用',
    61069: '身份证',
    86019: '没对应上',
  },
  setbetaweappnickname: { 86011: '关键字', 91020: '注册类型', 41001: '缺少' },
  wxaauth: {
    [-1]: '系统错误',
    43002: 'POST',
    40064: '类型',
    40097: '参数错误',
    89601: '异常',
    89602: '不一致',
    89603: '发票类型',
    89604: '进行中',
    89605: '重复',
    89620: '未完成注册',
    89621: '只允许',
    89622: '只允许',
    89623: '认证类型',
    89629: '其它',
    89630: '商标',
    89634: '职业',
    89635: '抬头',
    89636: '材料',
    89637: '照面',
    89638: '昵称',
    89639: '在营',
    89640: '开票',
    89641: '15、17、18、20',
  },
  reauth: { 89608: '打回重审', 40097: '参数错误' },
  uploadauthmaterial: { 40005: '类型', 40006: '大小', 41005: '缺少', 43002: 'POST' },
  api_create_preauthcode: {
    61004: 'IP',
    61007: '权限',
    61011: 'component',
    61014: 'component_access_token',
    48001: '权限',
    45009: '限额',
  },
}

const cases = Object.entries(documented).flatMap(([path, codes]) =>
  Object.entries(codes).map(([code, zh]) => ({ path: path as Path, code: Number(code), zh })),
)

describe('a documented error', () => {
  it.each(cases)('$code of $path has both languages, advice and a hint', async ({ path, code, zh }) => {
    const error = await refuse(path, code)
    expect(error.meaning.zh).toContain(zh)
    expect(error).toMatchObject({ code: 'ERR_API', errcode: code, wechatCode: code, known: true })
    expect(error.meaning.en).toMatch(/^[\x20-\x7e（）\u4e00-\u9fff]{4,}$/)
    expect(error.hint).not.toBe('')
    expect(error.advice).not.toBe('none')
  })
})

describe('WechatApiError', () => {
  it('says of one code what it means in the API that was called', async () => {
    const [create, verify] = await Promise.all([refuse('fastregisterweapp', 89251), refuse('verifybetaweapp', 89251)])
    expect(create.meaning.zh).not.toBe(verify.meaning.zh)
    expect((await refuse('fastregisterenterpriseweapp', 89247)).meaning.zh).toBe('系统错误')
    expect((await refuse('fastregisterweapp', 89247)).meaning.zh).toBe('内部错误')
  })

  it.each([
    [89249, 'running'],
    [89250, 'not-found'],
    [89251, 'awaiting-legal-person'],
    [89252, 'checking-company'],
  ])('%i says that the task is %s', async (code, taskState) => {
    expect((await refuse('fastregisterweapp', code)).taskState).toBe(taskState)
  })

  it('89604 says that a task runs, 89608 that it is in review', async () => {
    expect((await refuse('wxaauth', 89604)).taskState).toBe('running')
    expect((await refuse('reauth', 89608)).taskState).toBe('in-review')
  })

  it.each([
    [45009, true, { hours: 24 }],
    [89249, false, { hours: 24 }],
    [89255, false, undefined],
    [89251, false, { hours: 24 }],
  ])('%i is retryable: %s, after %o', async (code, retryable, retryAfter) => {
    expect(await refuse('fastregisterweapp', code)).toMatchObject({ retryable, retryAfter })
  })

  it.each(['fastregisterweapp', 'verifybetaweapp'] as const)('89249 and 89251 of %s give one advice', async (path) => {
    const [running, waiting] = await Promise.all([refuse(path, 89249), refuse(path, 89251)])
    expect(running).toMatchObject({ advice: 'wait', hint: waiting.hint, retryAfter: waiting.retryAfter })
    expect(waiting.advice).toBe('wait')
    expect(running.hint).toContain('as soon as the running task has ended')
  })

  it.each([
    ['verifybetaweapp', 1003, '公众平台安全助手'],
    ['verifybetaweapp', 1005, '公众平台安全助手'],
    ['verifybetaweapp', 61070, '银行卡'],
    ['fastregisterweapp', 61070, '银行卡'],
  ] as const)('of %s, %i, tells the remedy in Chinese as well', async (path, code, remedy) => {
    expect((await refuse(path, code)).zh.hint).toContain(remedy)
  })

  it('with an unknown code stays usable', async () => {
    const error = await refuse('wxaauth', 99999999, 'something new rid: 6543-21-fe')
    expect(error).toBeInstanceOf(WechatApiError)
    expect(error).toMatchObject({
      known: false,
      errcode: 99999999,
      errmsg: 'something new',
      rid: '6543-21-fe',
      advice: 'query',
    })
    expect(error.retryable).toBe(false)
    expect(isWehookError(error, 'ERR_API')).toBe(true)
  })

  it.each([
    ['task running rid: 61725984-6126f6f9-040f19c4', 'task running', '61725984-6126f6f9-040f19c4'],
    ['system error rid: a-b-c', 'system error', 'a-b-c'],
    ['invalid credential hint: [req_id: xyz]', 'invalid credential', 'req_id: xyz'],
    [
      'access clientip is not registered requestIP: 203.0.113.9 rid: 1-2',
      'access clientip is not registered requestIP: 203.0.113.9',
      '1-2',
    ],
    ['材料无效', '材料无效', undefined],
    ['', '', undefined],
  ])('reads %j', async (wire, errmsg, rid) => {
    const error = await refuse('fastregisterweapp', 89249, wire)
    expect(error.errmsg).toBe(errmsg)
    expect(error.rid).toBe(rid)
  })

  it('reads errcode and errmsg that are not of the usual type', async () => {
    const wechat = createFakeWechat({ '/cgi-bin/component/api_create_preauthcode': { errcode: '61011', errmsg: null } })
    const { client } = await createTestClient(wechat)
    await expect(client.component.preAuthCode()).rejects.toMatchObject({ errcode: 61011, errmsg: '' })
  })

  it('holds nothing of what was sent: no token, no name, no phone', async () => {
    const echo = `bad: ${JSON.stringify(verifyLegacy)} component-token-1 access-token-2`
    const error = await refuse('verifybetaweapp', 86019, echo)
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error)) + error.message + error.stack
    for (const secret of [
      'access-token-2',
      verifyLegacy.legal_persona_name,
      verifyLegacy.legal_persona_idcard,
      '0755-00000000',
    ]) {
      expect(told).not.toContain(secret)
    }
    expect(error.errmsg).toContain('bad')
  })

  it('holds nothing of the query, the numbers and the form of a call of any other API', async () => {
    const errmsg = 'bad: openid-of-someone 13000000000 name-in-form, action create'
    const { client } = await createTestClient(createFakeWechat({ '/wxa/x': { errcode: 40003, errmsg } }))
    const call = (sent: object) => client.call('/wxa/x', { token: 'none', query: { action: 'create' }, ...sent })
    const form = new FormData()
    form.set('name', 'name-in-form')
    for (const [sent, secret] of [
      [{ query: { action: 'create', openid: 'openid-of-someone' } }, 'openid-of-someone'],
      [{ body: { phone: 13000000000 } }, '13000000000'],
      [{ body: form }, 'name-in-form'],
    ] as const) {
      const error = await call(sent).catch((caught: unknown) => caught as WechatApiError)
      expect(error).toMatchObject({ errmsg: expect.stringContaining('action create') })
      expect(String(error)).not.toContain(secret)
    }
  })
})
