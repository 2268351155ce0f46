import { createReceiver, type Logger } from '@wehook/core'
import { expect, test, vi } from 'vitest'
import { createLog } from '../src/log.js'

const platform = { componentAppId: 'wx0123456789abcdef', token: 'token', encodingAesKey: 'a'.repeat(43) }

function recorder() {
  const lines: string[] = []
  const write = (_: object, message: string) => lines.push(message)
  return { lines, logger: { info: write, warn: write, error: write } satisfies Logger }
}

test('log lines come in the language that was asked for, English by default', () => {
  const [english, chinese] = [recorder(), recorder()]
  createReceiver({ ...platform, logger: english.logger })
  createReceiver({ ...platform, logger: chinese.logger, language: 'zh' })
  expect(english.lines[0]).toMatch(/^no inbox: /)
  expect(chinese.lines[0]).toMatch(/^未配置 inbox/)
})

test('a refusal is logged with the Chinese text of its error', async () => {
  const { lines, logger } = recorder()
  const receiver = createReceiver({ ...platform, logger, language: 'zh' })
  await receiver.handle({ method: 'PUT', query: {}, body: '' })
  await vi.waitFor(() => expect(lines.at(-1)).toMatch(/^推送被拒收：PUT 既不是 POST/))
})

test('a logger that throws, or lacks a level, disturbs nothing', () => {
  const log = createLog({
    warn() {
      throw new Error('the disk is full')
    },
  })
  expect(() => {
    log.warn({}, { en: 'a', zh: '甲' })
    log.error({}, { en: 'b', zh: '乙' })
  }).not.toThrow()
})
