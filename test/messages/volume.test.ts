import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMessageReceiver } from '@wehook/core'
import { sqliteStorage } from '@wehook/sqlite'
import { messageSampleList, sealMessagePush } from '@wehook/testing'
import { describe, expect, it, onTestFinished, test } from 'vitest'

const platform = {
  componentAppId: 'wx7c0e5a1b2d3f4a68',
  token: 'messages-token',
  encodingAesKey: 'kQ3vX8pLm2Zr7TnB5yHs9WdFg1CjKa4EuRo6NiVtYxq',
} as const
const account = 'wx0123456789abcdef'

function toRequest({ query, body }: ReturnType<typeof sealMessagePush>) {
  return { method: 'POST', url: `/wechat/message/${account}`, query: { ...query }, body }
}

test('10,000 messages of users beside 100 events of accounts leave 100 entries in the inbox', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-messages-'))
  const storage = sqliteStorage({ file: join(folder, 'wehook.db') })
  const messages = createMessageReceiver({ ...platform, inbox: storage.inbox, logger: false })
  onTestFinished(async () => {
    await messages.close()
    await storage.close()
    rmSync(folder, { recursive: true })
  })
  let answered = 0
  messages.on('message', (message) => {
    answered += 1
    message.reply({ text: 'hi' })
  })
  for (let n = 0; n < 10_000; n++) {
    const message = sealMessagePush(platform, { MsgType: 'text', Content: 'hello', MsgId: String(n) })
    await messages.handle(toRequest(message))
    if (n % 100 > 0) continue
    const event = sealMessagePush(platform, { MsgType: 'event', Event: 'weapp_audit_delay', DelayTime: n })
    expect((await messages.handle(toRequest(event))).body).toBe('success')
  }
  expect(answered).toBe(10_000)
  expect(await storage.inbox.counts()).toMatchObject({ pending: 100, handled: 0, dead: 0 })
}, 60_000)

describe('every sample of the testing kit', () => {
  it.each(messageSampleList.map((sample) => [sample.type, sample.name, sample] as const))(
    '%s, %s is delivered with its type and without an issue',
    async (type, name, { fields }) => {
      const messages = createMessageReceiver({ ...platform, logger: false })
      const seen: unknown[] = []
      messages.on('*', (infoType, event) => {
        const outcome = 'outcome' in event ? event.outcome : 'typical'
        const shown = event.infoType === 'message' ? event.messageType : infoType
        seen.push([shown, event.issues, name in { succeeded: 1, failed: 1, pending: 1 } ? outcome : undefined])
      })
      const { body } = await messages.handle(toRequest(sealMessagePush(platform, fields)))
      expect(body).toBe('success')
      expect(seen).toEqual([[type, [], name in { succeeded: 1, failed: 1, pending: 1 } ? name : undefined]])
    },
  )
})
