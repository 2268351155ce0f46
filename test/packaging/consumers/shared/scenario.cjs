// What the ESM and the CommonJS project do with the packages that they loaded, each in its own way.
const assert = require('node:assert/strict')
const { once } = require('node:events')
const { createServer } = require('node:http')

const platform = { componentAppId: 'wx0123456789abcdef', token: 'an-invented-token', encodingAesKey: 'A'.repeat(43) }

/** One sealed push over HTTP to a server that runs on `listener`. */
async function post(listener, push) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = push.url(`http://127.0.0.1:${server.address().port}/wechat/authorization`)
  const response = await fetch(url, { method: 'POST', headers: push.headers, body: push.body })
  const answer = `${response.status} ${await response.text()}`
  server.close()
  return answer
}

module.exports = async function scenario({ core, toFetchHandler, toNodeHandler, mountExpress, testing, express }) {
  const heard = []
  const receiver = core.createReceiver({ ...platform, logger: false })
  receiver.on('notify_third_fasteregister', async (event) => heard.push(`${event.outcome} ${event.payload.appid}`))
  const seal = (sample) => testing.sealPush(platform, sample)
  const { succeeded, failed } = testing.samples.notify_third_fasteregister

  const app = express()
  app.use('/wechat/authorization', mountExpress(receiver))
  assert.equal(await post(app, seal(succeeded)), '200 success')
  assert.equal(await post(toNodeHandler(receiver), seal(failed)), '200 success')
  const answer = await toFetchHandler(receiver)(
    seal({ ...succeeded, appid: 'wxfedcba9876543210' }).toRequest('http://a.test'),
  )
  assert.equal(await answer.text(), 'success')
  assert.deepEqual(heard, [`succeeded ${succeeded.appid}`, 'failed undefined', 'succeeded wxfedcba9876543210'])

  const tampered = { ...seal(succeeded), body: seal(failed).body }
  assert.equal((await testing.deliver(receiver, tampered)).status, 401)
  assert.throws(
    () => core.createReceiver({ ...platform, encodingAesKey: 'short' }),
    (error) => core.isWehookError(error, 'ERR_OPTIONS_INVALID') && error instanceof Error,
  )
  await receiver.close()
  console.log('everything works')
}
