import { settings } from './run'

/** Lines that several programs have. */
const simulatedPlatform = `
    const wechat = await createSimulatedPlatform({
      componentAppId: '${settings.WX_APPID}', token: '${settings.WX_TOKEN}', encodingAesKey: '${settings.WX_AES_KEY}', componentAppSecret: 'secret',
    })
    process.env['WX_APP_SECRET'] = 'secret'
    process.env['WX_API'] = wechat.baseUrl
`
const servedReceiver = `
    const server = http.createServer(toNodeHandler(receiver)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    wechat.pushTo('http://127.0.0.1:' + server.address().port)
    await receiver.start()
    await wechat.pushTicket()
`
const untilDrained = `
    while ((await storage.inbox.counts()).pending > 0) await new Promise((resolve) => setTimeout(resolve, 20))
`
const closed = `
    server.close()
    await receiver.close()
    await storage.close()
    await wechat.close()
`

/** Programs that use the documents' files as an app would, beside them in one folder. */
export const drivers = {
  'drive-handlers.ts': `
    import { deliver, samples, sealPush } from '@wehook/testing'
    import './handlers.js'
    import './once.js'
    import { receiver, storage } from './receiver.js'
    const platform = { componentAppId: '${settings.WX_APPID}', token: '${settings.WX_TOKEN}', encodingAesKey: '${settings.WX_AES_KEY}' }
    await receiver.start()
    const pushes = [
      samples.authorized.typical,
      samples.notify_third_fastverifybetaapp.succeeded,
      samples.notify_third_fastverifybetaapp.pending,
      samples.notify_third_fastverifybetaapp.undetermined,
      samples.notify_3rd_wxa_auth.returned,
      samples.order_path_audit_result_notify.several,
      '<xml><CreateTime>1</CreateTime><InfoType>brand_new</InfoType></xml>',
    ]
    for (const push of pushes) console.log((await deliver(receiver, sealPush(platform, push))).body)
    ${untilDrained}
    await receiver.close()
    await storage.close()
  `,
  'drive-client.ts': `
    import http from 'node:http'
    import { toNodeHandler } from '@wehook/core/node'
    import { createSimulatedPlatform } from '@wehook/testing'
    ${simulatedPlatform}
    const { register } = await import('./client.js')
    const { receiver, storage } = await import('./receiver.js')
    receiver.on('notify_third_fasteregister', ({ outcome }) => console.log('result', outcome))
    ${servedReceiver}
    ${untilDrained}
    console.log(await register('样例科技有限公司', '91440300MA5XXXXX9U'))
    await register('样例科技有限公司', '91440300MA5XXXXX9U')
    await wechat.person.confirms()
    ${untilDrained}
    ${closed}
  `,

  'drive-register.ts': `
    import http from 'node:http'
    import { toNodeHandler } from '@wehook/core/node'
    import { createSimulatedPlatform } from '@wehook/testing'
    ${simulatedPlatform}
    const { register, tasks } = await import('./register.js')
    const { receiver, storage } = await import('./receiver.js')
    ${servedReceiver}
    await tasks.start()
    ${untilDrained}
    const company = { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '020-00000000' }
    const told = new Promise((resolve) => tasks.on('succeeded', resolve))
    console.log('link', await register('merchant-42', company))
    await wechat.person.confirms()
    await told
    ${untilDrained}
    await tasks.close()
    ${closed}
  `,
  'drive-dead.ts': `
    import http from 'node:http'
    import { deliver, samples, sealPush } from '@wehook/testing'
    const platform = { componentAppId: '${settings.WX_APPID}', token: '${settings.WX_TOKEN}', encodingAesKey: '${settings.WX_AES_KEY}' }
    const crm = http.createServer((_, response) => response.writeHead(410).end()).listen(0, '127.0.0.1')
    await new Promise((resolve) => crm.once('listening', resolve))
    process.env['CRM_URL'] = 'http://127.0.0.1:' + crm.address().port
    await import('./retry.js')
    const { receiver, storage } = await import('./receiver.js')
    await receiver.start()
    await deliver(receiver, sealPush(platform, samples.authorized.typical))
    ${untilDrained}
    await receiver.close()
    crm.close()
    await import('./dead-letters.js')
  `,
  'drive-store.ts': `
    import { deliver, samples, sealPush } from '@wehook/testing'
    import { receiver, storage } from './receiver.js'
    const platform = { componentAppId: '${settings.WX_APPID}', token: '${settings.WX_TOKEN}', encodingAesKey: '${settings.WX_AES_KEY}' }
    console.log((await deliver(receiver, sealPush(platform, samples.authorized.typical))).body)
    await storage.close()
  `,
  'drive-shop.ts': `
    import pg from 'pg'
    import { deliver, samples, sealPush } from '@wehook/testing'
    const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] })
    await pool.query('CREATE TABLE shops (appid text)')
    await import('./open-shop.js')
    const { receiver, storage } = await import('./receiver-postgres.js')
    const platform = { componentAppId: '${settings.WX_APPID}', token: '${settings.WX_TOKEN}', encodingAesKey: '${settings.WX_AES_KEY}' }
    await receiver.start()
    await deliver(receiver, sealPush(platform, samples.authorized.typical))
    ${untilDrained}
    console.log('requeued', await storage.inbox.requeueAll({ state: 'handled' }))
    ${untilDrained}
    console.log('shops', (await pool.query('SELECT * FROM shops')).rows.length)
    await receiver.close()
    await storage.close()
    process.exit(0)
  `,
  'drive-guides.ts': `
    import http from 'node:http'
    import { toNodeHandler } from '@wehook/core/node'
    import { createSimulatedPlatform, samples } from '@wehook/testing'
    ${simulatedPlatform}
    await import('./migrated.js')
    await import('./from-easywechat.js')
    const { receiver, storage } = await import('./receiver.js')
    ${servedReceiver}
    await wechat.push(samples.notify_third_fasteregister.timedOut)
    const { client } = await import('./client.js')
    await client.registration.personal.create({ wxuser: 'somebody' })
    await wechat.person.confirms()
    ${untilDrained}
    ${closed}
  `,
  'drive-release.ts': `
    import { createSimulatedPlatform, messageSamples } from '@wehook/testing'
    import express from 'express'
    ${simulatedPlatform}
    const { messages } = await import('./messages.js')
    await import('./chat.js')
    const { receiver, storage } = await import('./receiver.js')
    const { mount } = await import('@wehook/express')
    const app = express()
    app.use('/wechat/authorization', mount(receiver))
    app.use('/wechat/message/:appid', mount(messages))
    const server = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const base = 'http://127.0.0.1:' + server.address().port
    wechat.pushTo(base + '/wechat/authorization', { messageUrl: base + '/wechat/message/$APPID$' })
    await receiver.start()
    await messages.start()
    const { passed, rows } = await wechat.runReleaseCheck({ event: true })
    for (const row of rows) console.log(row.passed ? 'passed' : 'FAILED', row.name, row.detail.en)
    console.log('check', passed)
    const { attempts } = await wechat.pushMessage('wx00000000000000a1', { MsgType: 'text', Content: 'hello', MsgId: '1' })
    console.log('reply', attempts.at(-1)?.reply?.fields.Content)
    await wechat.pushMessage('wx00000000000000a1', messageSamples.weapp_audit_fail.failed)
    await messages.idle()
    await receiver.idle()
    const forged = await fetch(base + '/wechat/message/wx00000000000000a1?timestamp=1&nonce=1&msg_signature=0', { method: 'POST', body: 'x' })
    console.log('forged', forged.status)
    await messages.close()
    ${closed}
  `,
}
