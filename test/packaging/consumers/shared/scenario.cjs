// What the ESM and the CommonJS project do with the packages that each loaded in its own way.
const assert = require('node:assert/strict')
const { once } = require('node:events')
const { createServer } = require('node:http')
const { rmSync } = require('node:fs')

const platform = { componentAppId: 'wx0123456789abcdef', token: 'an-invented-token', encodingAesKey: 'A'.repeat(43) }
const path = '/wechat/authorization'

/** Runs `use` with the address of a server that answers with `listener`. */
async function serve(listener, use) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  await use(`http://127.0.0.1:${server.address().port}${path}`)
  server.close()
}

async function everyHostAnswers({ core, mounts, frameworks, toFetchHandler, toNodeHandler, testing }) {
  const { succeeded, failed } = testing.samples.notify_third_fasteregister
  const receiver = core.createReceiver({ ...platform, logger: false })
  const heard = []
  receiver.on('notify_third_fasteregister', async (event) => heard.push(`${event.outcome} ${event.payload.appid}`))

  const app = frameworks.express().use(path, mounts.express(receiver))
  const koa = new frameworks.Koa().use(mounts.koa(receiver, { path }))
  const fastify = frameworks.fastify()
  await fastify.register(mounts.fastify(receiver), { prefix: path })
  await fastify.ready()
  const listeners = [
    app,
    koa.callback(),
    (request, response) => fastify.routing(request, response),
    toNodeHandler(receiver),
  ]
  for (const listener of listeners) {
    await serve(listener, async (url) => {
      // Another random block and time: the same fields would be the same push, which is handled once.
      const push = testing.sealPush(platform, { ...succeeded, msg: `OK ${heard.length}` })
      const response = await fetch(push.url(url), { method: 'POST', headers: push.headers, body: push.body })
      assert.equal(`${response.status} ${await response.text()}`, '200 success')
    })
  }
  const answer = await toFetchHandler(receiver)(testing.sealPush(platform, failed).toRequest('http://a.test'))
  assert.equal(await answer.text(), 'success')
  assert.deepEqual(heard, [...listeners.map(() => `succeeded ${succeeded.appid}`), 'failed undefined'])

  const tampered = { ...testing.sealPush(platform, succeeded), body: testing.sealPush(platform, failed).body }
  assert.equal((await testing.deliver(receiver, tampered)).status, 401)
  assert.throws(
    () => core.createReceiver({ ...platform, encodingAesKey: 'short' }),
    (error) => core.isWehookError(error, 'ERR_OPTIONS_INVALID') && error instanceof Error,
  )
  await fastify.close()
  await receiver.close()
}

/** Registers a mini program with the simulated platform; the push about it goes through the inbox. */
async function aStoryIsStored({ client, core, sqlite, testing, toNodeHandler }) {
  const storage = sqlite.sqliteStorage({ file: 'data/wehook.db' })
  const wechat = await testing.createSimulatedPlatform()
  const { now } = wechat.clock
  const receiver = core.createReceiver({ ...wechat.receiverOptions, now, logger: false, inbox: storage.inbox })
  const api = client.createClient({ ...wechat.clientOptions, now, logger: false, tokens: storage.tokens })
  api.follow(receiver)
  const opened = new Promise((resolve) => receiver.on('notify_third_fasteregister', resolve))
  await receiver.start()
  await serve(toNodeHandler(receiver), async (url) => {
    wechat.pushTo(url)
    // Stored is not handled yet: the client has the ticket once its handler has run.
    const handled = new Promise((resolve) => receiver.signals.on('handled', resolve))
    await wechat.pushTicket()
    await handled
    const company = { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '000' }
    const { taskid } = await api.registration.enterprise.create(company)
    await wechat.person.confirms(taskid)
    assert.equal((await opened).outcome, 'succeeded')
    await assert.rejects(api.registration.enterprise.create({ ...company, code: '1' }), (error) =>
      core.isWehookError(error, 'ERR_API_INPUT'),
    )
  })
  await wechat.close()
  await receiver.close()
  await storage.close()
  rmSync('data', { recursive: true })
}

module.exports = async function scenario(modules) {
  await everyHostAnswers(modules)
  await aStoryIsStored(modules)
  assert.throws(
    () => modules.redis.redisStorage({ connection: '' }),
    (error) => modules.core.isWehookError(error, 'ERR_OPTIONS_INVALID'),
  )
  console.log('everything works')
}
