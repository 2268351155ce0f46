import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { blocksOf, createProject, filesOf, readDocument } from './blocks'
import { start } from './run'

const driver = `
import { GiveUp } from '@wehook/core'
import { deliver, samples, sealPush } from '@wehook/testing'
import './alerts.js'
import { receiver, storage } from './receiver.js'
const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '' } = process.env
const platform = { componentAppId: WX_APPID, token: WX_TOKEN, encodingAesKey: WX_AES_KEY }
receiver.on('authorized', () => {
  throw new GiveUp('this merchant was deleted')
})
await receiver.start()
for (const appid of ['wxaaaaaaaaaaaaaaa1', 'wxaaaaaaaaaaaaaaa2'])
  await deliver(receiver, sealPush(platform, { ...samples.authorized.typical, AuthorizerAppid: appid }))
await receiver.idle()
await new Promise((resolve) => {
  process.once('SIGTERM', resolve)
  process.stdin.resume()
})
await receiver.close()
await storage.close()
process.exit(0)
`

/** A robot of a group that keeps what it is sent. */
async function createRobot(answer: object) {
  const bodies: unknown[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    bodies.push(JSON.parse(text))
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** The two pushes are one message, unless an interval ends between them. */
const text = expect.stringMatching(/^wehook\ndead: authorized, GiveUp: this merchant was deleted × [12]$/)

test.each([
  ['企业微信 and 钉钉', '/robot/send', { msgtype: 'text', text: { content: text } }],
  ['飞书', '/feishu/hook', { msg_type: 'text', content: { text } }],
])(
  'the robot of %s gets one message for what happened in one interval',
  async (_, path, body) => {
    const robot = await createRobot({ errcode: 45009 })
    const files = filesOf(['README.md', 'docs/operating.md'].flatMap((name) => blocksOf(readDocument(name))))
    const { folder, remove } = createProject({ ...files, 'drive.ts': driver })
    onTestFinished(remove)
    const app = start(folder, ['drive.ts'], { ROBOT_URL: robot.url + path, ALERT_EVERY_MS: '3000' })
    await app.see(/the robot refused an alert: 45009/)
    expect(robot.bodies[0]).toEqual(body)
    app.child.kill('SIGTERM')
    expect(await app.ended, app.output()).toBe(0)
  },
  60_000,
)
