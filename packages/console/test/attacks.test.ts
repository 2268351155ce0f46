import { createMemoryInbox, type PushRequest, WehookError } from '@wehook/core'
import type { AnyTask } from '@wehook/tasks'
import { describe, expect, it } from 'vitest'
import { createScene, id } from './scene.js'

const html = '"><script>alert(1)</script>'

describe('names that every object has', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    '%s is no page, asset or action',
    async (name) => {
      const scene = await createScene(1, { authorize: () => undefined })
      expect((await scene.get({ asset: name })).status).toBe(403)
      const known = await createScene(1)
      expect((await known.get({ page: name })).status).toBe(404)
      expect((await known.get({ done: name, count: '1' })).status).toBe(200)
      const token = await known.token()
      expect((await known.post({ page: 'pushes' }, { action: name, id: id(0), token })).status).toBe(404)
    },
  )
})

describe('forged actions', () => {
  it.each([
    ['requeue', { state: 'handled' }],
    ['discard-all', { state: 'handled' }],
    ['requeue-all', { state: 'discarded' }],
    ['check', {}],
    ['retell', {}],
    ['', {}],
  ])('%s changes no push that it does not apply to', async (action, query) => {
    const scene = await createScene(3)
    await scene.post({ page: 'pushes', ...query }, { action, id: 'no-such-id', token: await scene.token() })
    expect(await scene.inbox.counts()).toMatchObject({ pending: 3, discarded: 0 })
  })

  it.each(['cross-site', 'same-site', 'none'])(
    'with a good token are refused when the browser says %s',
    async (site) => {
      const scene = await createScene(1)
      const form = { action: 'discard', id: id(0), token: await scene.token() }
      expect((await scene.post({}, form, { 'sec-fetch-site': site })).status).toBe(403)
      expect((await scene.post({}, form, { 'sec-fetch-site': 'same-origin' })).status).toBe(303)
    },
  )

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by %s are refused', async (method) => {
    const scene = await createScene(1)
    expect((await scene.send({ method, query: { action: 'discard' } })).status).toBe(405)
  })
})

describe('addresses', () => {
  it.each([
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-prefix': '//evil.example' },
    { referer: 'https://evil.example/', origin: 'https://evil.example' },
  ])('no header %j gets into a page or a redirect', async (headers) => {
    const scene = await createScene(1)
    expect((await scene.get({ page: 'pushes' }, headers)).body).not.toContain('evil.example')
    const form = { action: 'discard', id: id(0), token: await scene.token() }
    const { headers: answered } = await scene.post({ page: 'pushes' }, form, headers)
    expect(answered['location']).toBe('?page=pushes&done=discard&count=1')
  })

  it.each(['//evil.example/ops', '/ops/../../etc', 'http://evil.example/', '/ops/%2e%2e//evil.example'])(
    'a request for %s gives relative queries alone',
    async (url) => {
      const scene = await createScene(1)
      const query = { page: 'push', id: id(0), lang: '//evil.example', state: '//evil.example' }
      const { body } = await scene.send({ url, query })
      const targets = [...String(body).matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, target]) => target ?? '')
      expect(targets.length).toBeGreaterThan(3)
      expect(targets.filter((target) => !/^[?#]/.test(target))).toEqual([])
    },
  )

  it('repeat no name that is not of the console: a token in the query stays out of links', async () => {
    const scene = await createScene(1)
    const { body } = await scene.get({ page: 'pushes', token: 'made-up-secret', session: 'made-up-secret' })
    expect(body).not.toContain('made-up-secret')
  })
})

describe('HTML', () => {
  it('in a name, an id, an InfoType, an account, an error or a filter is text', async () => {
    const task = {
      ...{
        id: html,
        kind: html,
        outcome: html,
        reference: html,
        appid: html,
        reason: html,
        advice: 'none',
        waitsFor: html,
      },
      ...{ link: { url: html }, next: { provider: { en: html, zh: html } }, candidates: [html], wechat: {} },
      ...{ openedAt: new Date(1), changedAt: new Date(1), status: { code: html, en: html, zh: html } },
      history: [{ id: html, word: html, by: html, at: new Date(1), outcome: html, reason: html }],
    } as unknown as AnyTask
    const counts = async () => [{ kind: html, outcome: 'pending', count: 1 }] as never
    const list = async () => ({ tasks: [task], next: html })
    const tasks = { list, counts, get: async () => task, check: async () => task, retell: async () => task }
    const scene = await createScene(0, {
      authorize: () => html,
      tasks: tasks as never,
      accounts: {
        listAccounts: async () => ({ accounts: [{ appid: html }], next: html }),
        getAccount: async () => ({ appid: html }),
      },
      health: {
        report: async () => ({
          status: 'pass',
          checks: [{ name: html, status: 'pass', text: { en: html, zh: html } }],
        }),
      },
    })
    const entry = { componentAppId: 'wx0123456789abcdef', receivedAt: 1, infoType: html, appid: html, xml: '<xml/>' }
    await scene.inbox.put({ id: html, ...entry })
    const consumer = await scene.inbox.consume(() => Promise.reject(new Error(html)), {
      concurrency: 1,
      retryDelaysMs: [],
    })
    await expect.poll(async () => (await scene.inbox.counts()).dead).toBe(1)
    await consumer.close({ timeoutMs: 0 })
    const filters = { state: html, infoType: html, appid: html, from: html, before: html, order: html, lang: html }
    for (const page of ['overview', 'pushes', 'push', 'confirm', 'tasks', 'task', 'accounts', 'account', html]) {
      for (const query of [
        { page },
        { page, id: html },
        { page, appid: html, action: 'discard' },
        { page, ...filters },
      ]) {
        const { body } = await scene.get(query)
        expect(body, JSON.stringify(query)).not.toContain('<script')
      }
    }
    const token =
      /name="token" value="([^"]+)"/.exec(String((await scene.get({ page: 'task', id: html })).body))?.[1] ?? ''
    const revealed = await scene.post({ page: 'task', id: html }, { action: 'reveal', token })
    expect(revealed.body).toContain('class="qr"')
    expect(revealed.body).not.toContain('<script')
  })
})

describe('size', () => {
  it('a page asks for a bounded piece of a storage with a million entries, and an action changes a bounded number', async () => {
    const memory = createMemoryInbox()
    const asked: (readonly [string, number])[] = []
    const bounded = {
      ...memory,
      list: async (options = {}) => {
        asked.push(['list', options.limit ?? Number.POSITIVE_INFINITY])
        return { entries: [], next: 'x' }
      },
      count: async (_: unknown, upTo = Number.POSITIVE_INFINITY) => {
        asked.push(['count', upTo])
        return 1_000_000
      },
      discardAll: async (_: unknown, limit = Number.POSITIVE_INFINITY) => {
        asked.push(['discardAll', limit])
        return limit
      },
    } as ReturnType<typeof createMemoryInbox>
    const scene = await createScene(0, { inbox: bounded })
    await scene.get({ page: 'pushes' })
    const { body } = await scene.get({ page: 'confirm', action: 'discard' })
    expect(body).toContain('Discard 10,000+ pushes?')
    const token = /name="token" value="([^"]+)"/.exec(String(body))?.[1] ?? ''
    await scene.post({ page: 'pushes' }, { action: 'discard-all', token })
    expect(asked.filter(([name, limit]) => limit > (name === 'list' ? 50 : 10_001))).toEqual([])
    expect(asked.filter(([name]) => name === 'discardAll')).toEqual([['discardAll', 10_000]])
  })

  it('a huge form is refused with 413, and of very many ids the first thousand count', async () => {
    const scene = await createScene(0)
    const body = () =>
      Promise.reject(new WehookError('ERR_BODY_TOO_LARGE', 'the body is too large', { hint: 'send less' }))
    expect((await scene.send({ method: 'POST', body } as Partial<PushRequest>)).status).toBe(413)
    let calls = 0
    const memory = createMemoryInbox()
    const inbox = {
      ...memory,
      discard: async () => {
        calls++
        return false
      },
    }
    const other = await createScene(0, { inbox })
    const { body: page } = await other.get({ page: 'confirm', action: 'discard' })
    await memory.put({ id: id(0), componentAppId: 'wx', receivedAt: 1, infoType: 'authorized', xml: '<xml/>' })
    const { body: pushes } = await other.get({ page: 'pushes' })
    const token = /name="token" value="([^"]+)"/.exec(`${page}${pushes}`)?.[1] ?? ''
    const parsed = { action: 'discard', token, id: Array.from({ length: 50_000 }, (_, n) => String(n)) }
    expect((await other.send({ method: 'POST', parsed } as Partial<PushRequest>)).status).toBe(303)
    expect(calls).toBe(1_000)
  })

  it('values of a query longer than a thousand characters count as absent', async () => {
    const scene = await createScene(1)
    const { status, body } = await scene.get({ page: 'pushes', appid: 'x'.repeat(1_001), lang: 'en' })
    expect(status).toBe(200)
    expect(Buffer.byteLength(String(body))).toBeLessThan(20_000)
  })
})
