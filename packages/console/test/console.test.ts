import { describe, expect, it } from 'vitest'
import { createScene, id, now, person, secret, secrets } from './scene.js'

describe('who may look', () => {
  it('is whom authorize names, asked at every request with the framework’s own request', async () => {
    const native = { session: { user: '小王' } }
    const scene = await createScene(1, {
      authorize: (request) => (request.native as typeof native | undefined)?.session.user,
    })
    expect((await scene.send({ native })).body).toContain('小王')
    const refused = await scene.send({})
    expect(refused).toMatchObject({ status: 403 })
    expect(refused.body).not.toContain('<')
  })

  it('gets the response of authorize, such as a redirect to a login page', async () => {
    const login = { status: 302, headers: { location: '/login' }, body: '' }
    const scene = await createScene(1, { authorize: () => login })
    expect(await scene.get()).toEqual(login)
  })

  it('is nobody when authorize throws', async () => {
    const scene = await createScene(1, {
      authorize: () => {
        throw new Error('the session store is down')
      },
    })
    expect((await scene.get()).status).toBe(503)
  })
})

describe('pages', () => {
  it('follow the browser’s language, and ?lang= before it', async () => {
    const scene = await createScene()
    expect((await scene.get({}, { 'accept-language': 'zh-CN,zh;q=0.9' })).body).toContain('<html lang="zh-CN">')
    expect((await scene.get({}, { 'accept-language': 'en;q=0.9, zh;q=0.1' })).body).toContain('<html lang="en">')
    expect((await scene.get({ lang: 'en' }, { 'accept-language': 'zh' })).body).toContain('<html lang="en">')
  })

  it('load nothing from elsewhere, run no script, and carry a strict policy', async () => {
    const scene = await createScene()
    for (const page of ['overview', 'pushes', 'push', 'confirm', 'tasks', 'accounts', 'nothing']) {
      const { headers, body } = await scene.get({ page, id: id(0), action: 'requeue' })
      expect(headers['content-security-policy'], page).toMatch(/^default-src 'none'; style-src 'self'/)
      expect(headers['cache-control'], page).toBe('no-store')
      expect(body, page).not.toMatch(/<script|https?:\/\/|style=/)
      // Links and forms are relative queries, so that every prefix and every proxy works.
      const targets = [...String(body).matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, target]) => target)
      expect(
        targets.filter((target) => !/^[?#]/.test(target ?? '')),
        page,
      ).toEqual([])
    }
  })

  it('quote every attribute', async () => {
    const { body } = await (await createScene()).get({ page: 'pushes' })
    const withoutValues = String(body).replace(/="[^"]*"/g, '=""')
    expect(withoutValues.match(/<[a-z]+[^>]*\s[a-z-]+=[^"]/g)).toBeNull()
  })

  it('say what waits for a person', async () => {
    const scene = await createScene(2)
    expect((await scene.get()).body).toContain('Nothing needs a person.')
    const consumer = await scene.inbox.consume(() => Promise.reject(new Error('no')), {
      concurrency: 2,
      retryDelaysMs: [],
    })
    await expect.poll(async () => (await scene.inbox.counts()).dead).toBe(2)
    await consumer.close({ timeoutMs: 0 })
    expect((await scene.get()).body).toContain('2 dead: their last attempt failed')
  })

  it('list pushes fifty by fifty, by state, InfoType, account and time', async () => {
    const scene = await createScene(60)
    const rows = async (query: Readonly<Record<string, string>>) =>
      String((await scene.get({ page: 'pushes', ...query })).body).match(/name="id"/g)?.length ?? 0
    expect(await rows({})).toBe(50)
    const { body } = await scene.get({ page: 'pushes' })
    const after = /[?&](?:amp;)?after=([^"&]+)/.exec(String(body))?.[1] ?? ''
    expect(await rows({ after: decodeURIComponent(after) })).toBe(10)
    expect(await rows({ state: 'dead' })).toBe(0)
    expect(await rows({ infoType: 'authorized' })).toBe(0)
    expect(await rows({ appid: 'wxaaaaaaaaaaaaaaaa' })).toBe(50)
    expect(await rows({ from: new Date(now - 5 * 60_000).toISOString() })).toBe(5)
  })

  it('stay under 100 kB', async () => {
    const scene = await createScene(60)
    for (const page of ['overview', 'pushes']) {
      expect(Buffer.byteLength(String((await scene.get({ page })).body)), page).toBeLessThan(100_000)
    }
  })

  it('escape what WeChat or a merchant wrote', async () => {
    const scene = await createScene(0)
    await scene.inbox.put({
      ...{ id: id(7), componentAppId: 'wx0123456789abcdef', receivedAt: now, infoType: '<img src=x>' },
      xml: '<xml><CreateTime>1</CreateTime><InfoType>brand_new</InfoType><x><![CDATA["><script>alert(1)</script>]]></x></xml>',
    })
    for (const page of ['pushes', 'push']) {
      const { body } = await scene.get({ page, id: id(7) })
      expect(body).not.toMatch(/<img src=x>|<script>/)
    }
    const token = await tokenOf(scene)
    const revealed = await scene.post({ page: 'push', id: id(7) }, { action: 'reveal', token })
    expect(revealed.body).toContain('&quot;&gt;&lt;script&gt;')
  })

  it('survive a storage that is down, with an answer that says so', async () => {
    const scene = await createScene(1)
    scene.inbox.counts = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const { status, body } = await scene.get()
    expect(status).toBe(503)
    expect(body).not.toContain('ECONNREFUSED')
  })
})

async function tokenOf(scene: Awaited<ReturnType<typeof createScene>>): Promise<string> {
  const { body } = await scene.get({ page: 'confirm', action: 'discard', state: 'pending' })
  return /name="token" value="([^"]+)"/.exec(String(body))?.[1] ?? ''
}

describe('personal data', () => {
  it('is masked until somebody asks with a form, which is signalled; secrets are never shown', async () => {
    const scene = await createScene()
    const revealed: unknown[] = []
    scene.console.signals.on('revealed', (signal) => revealed.push(signal))
    const query = { page: 'push', id: id(0) }
    const masked = String((await scene.get(query)).body)
    expect(masked).toContain('info.legal_persona_name')
    for (const value of [...Object.values(person), ...Object.values(secrets)]) expect(masked).not.toContain(value)
    expect(String((await scene.get({ ...query, reveal: '1', action: 'reveal' })).body)).not.toContain(person.name)

    const shown = String((await scene.post(query, { action: 'reveal', token: await scene.token() })).body)
    for (const value of Object.values(person)) expect(shown).toContain(value)
    for (const value of Object.values(secrets)) expect(shown).not.toContain(value)
    expect(revealed).toEqual([{ who: 'operator', what: 'push', id: id(0) }])
  })
})

describe('actions', () => {
  it('change the selected pushes and are signalled with who did them', async () => {
    const scene = await createScene()
    const acted: unknown[] = []
    scene.console.signals.on('acted', (signal) => acted.push(signal))
    const token = await scene.token()
    const answer = await scene.post({ page: 'pushes' }, { action: 'discard', id: [id(0), id(1)], token })
    expect(answer).toMatchObject({ status: 303 })
    expect(answer.headers['location']).toMatch(/^\?page=pushes&done=discard&count=2$/)
    expect(await scene.inbox.counts()).toMatchObject({ pending: 1, discarded: 2 })
    expect(acted).toEqual([{ who: 'operator', action: 'discard', count: 2, of: [id(0), id(1)] }])
  })

  it('on all that match say how many before, then change those', async () => {
    const scene = await createScene(4)
    const query = { page: 'confirm', action: 'discard', state: 'pending' }
    const { body } = await scene.get(query)
    expect(body).toContain('Discard 4 pushes?')
    const token = await tokenOf(scene)
    const answer = await scene.post({ page: 'pushes', state: 'pending' }, { action: 'discard-all', token })
    expect(answer.headers['location']).toContain('count=4')
    expect(await scene.inbox.counts()).toMatchObject({ pending: 0, discarded: 4 })
  })

  it.each([
    ['no token', {}],
    ['a token that is none of ours', { token: 'x'.repeat(43) }],
  ])('are refused with %s', async (_, form) => {
    const scene = await createScene()
    const refused: unknown[] = []
    scene.console.signals.on('refused', (signal) => refused.push(signal))
    const answer = await scene.post({ page: 'pushes' }, { action: 'discard', id: id(0), ...form })
    expect(answer.status).toBe(403)
    expect(refused).toEqual([{ because: 'form' }])
    expect(await scene.inbox.counts()).toMatchObject({ pending: 3 })
  })

  it('are refused from another site, with somebody else’s token, and with one of the day before yesterday', async () => {
    const scene = await createScene()
    const token = await scene.token()
    const form = { action: 'discard', id: id(0), token }
    expect((await scene.post({}, form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const others = await createScene(3, { authorize: () => 'somebody else' })
    expect((await others.post({}, form)).status).toBe(403)
    const later = await createScene(3, { now: () => now + 2 * 86_400_000 })
    expect((await later.post({}, form)).status).toBe(403)
    const elsewhere = await createScene(3, { secret: secret.toUpperCase() })
    expect((await elsewhere.post({}, form)).status).toBe(403)
  })

  it('are off without allowActions: no buttons, and a form changes nothing', async () => {
    const scene = await createScene(3, { allowActions: false })
    const { body } = await scene.get({ page: 'pushes' })
    expect(body).not.toContain('type="checkbox"')
    const answer = await scene.post({}, { action: 'discard', id: id(0), token: await scene.token() })
    expect(answer.status).toBe(403)
    expect(await scene.inbox.counts()).toMatchObject({ pending: 3 })
  })

  it('cannot be asked for by GET', async () => {
    const scene = await createScene()
    await scene.get({ page: 'pushes', action: 'discard-all', token: await scene.token(), id: id(0) })
    expect(await scene.inbox.counts()).toMatchObject({ pending: 3 })
  })

  it.each([
    ['a parser of the host read it', (text: string) => ({ parsed: Object.fromEntries(new URLSearchParams(text)) })],
    ['as bytes', (text: string) => ({ body: new TextEncoder().encode(text) })],
    ['as a stream', (text: string) => ({ body: async () => text })],
  ])('take their form whoever has the body: %s', async (_, given) => {
    const scene = await createScene()
    const text = new URLSearchParams({ action: 'discard', id: id(0), token: await scene.token() }).toString()
    expect((await scene.send({ method: 'POST', body: '', ...given(text) })).status).toBe(303)
  })
})

describe('assets', () => {
  it('have addresses that change with their content and may be kept', async () => {
    const scene = await createScene(0, { authorize: () => undefined })
    const style = await scene.get({ asset: 'style' })
    expect(style.headers).toMatchObject({ 'content-type': 'text/css; charset=utf-8' })
    expect(style.headers['cache-control']).toContain('immutable')
    expect((await scene.get({ asset: 'icon' })).headers['content-type']).toBe('image/svg+xml')
  })
})
