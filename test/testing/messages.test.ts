import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSimulatedPlatform, messageSamples } from '@wehook/testing'
import { expect, it, onTestFinished } from 'vitest'

/** A host that answers each message in turn; `undefined`: never. */
async function createScene(answers: readonly (string | undefined)[]) {
  const urls: string[] = []
  const server = createServer((request, response) => {
    const answer = answers[urls.push(request.url ?? '') - 1]
    if (answer !== undefined) response.end(answer)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const messageUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/message/$APPID$`
  const platform = await createSimulatedPlatform({ messageUrl, answerTimeoutMs: 50, tickets: false })
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await platform.close()
  })
  return { platform, urls }
}

it('a user’s message that nobody answers comes three times, an event once', async () => {
  const { platform, urls } = await createScene([])
  const { appid } = platform.addAuthorizer()
  const message = await platform.pushMessage(appid, messageSamples.text.typical)
  expect(message.attempts.map((attempt) => attempt.outcome)).toEqual(['timed-out', 'timed-out', 'timed-out'])
  expect(new Set(message.attempts.map((attempt) => attempt.push.xml)).size).toBe(1)
  const event = await platform.pushMessage(appid, messageSamples.weapp_audit_fail.failed)
  expect(event.attempts).toHaveLength(1)
  expect(urls.every((url) => url.startsWith(`/message/${appid}?`))).toBe(true)
  expect(platform.messages).toHaveLength(2)
})

it('says when the user would see an error', async () => {
  const { platform } = await createScene(['success', '', '{"errcode":0}'])
  const { appid } = platform.addAuthorizer()
  const faults = []
  for (let round = 0; round < 3; round++) {
    const { attempts } = await platform.pushMessage(appid, messageSamples.text.typical)
    faults.push(attempts[0]?.fault)
  }
  expect(faults).toEqual([undefined, undefined, expect.stringContaining('neither success, nor empty')])
})

it('refuses a message that no push can be', async () => {
  const { platform } = await createScene([])
  await expect(platform.pushMessage('wx1', { MsgType: 1 } as never)).rejects.toThrow(/needs MsgType/)
})
