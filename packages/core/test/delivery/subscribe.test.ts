import { describe, expect, it, vi } from 'vitest'
import { isWehookError } from '../../src/index.js'
import { recorded, send } from '../recorder.js'

function refused(name: string, handler: unknown): string {
  try {
    ;(recorded().receiver.on as (name: string, handler: unknown) => void)(name, handler)
  } catch (error) {
    if (isWehookError(error, 'ERR_OPTIONS_INVALID')) return `${error.message} — ${error.hint}`
    throw error
  }
  return 'accepted'
}

describe('receiver.on', () => {
  it.each([
    ['authorised', 'did you mean authorized?'],
    ['Authorized', 'did you mean authorized?'],
    ['notify_third_fastregister', 'did you mean notify_third_fasteregister?'],
    ['component_verify_tickets', 'did you mean component_verify_ticket?'],
    ['something_else_entirely', "come as 'unknown'"],
  ])('refuses %s', (name, hint) => {
    expect(refused(name, () => {})).toContain(hint)
  })

  it.each(['authorized', 'unknown', '*'])('takes %s', (name) => {
    expect(refused(name, () => {})).toBe('accepted')
  })

  it.each([undefined, 'save', {}])('refuses the handler %j', (handler) => {
    expect(refused('authorized', handler)).toContain('the handler is not a function')
  })

  it('takes a subscription back once, however often Off is called', async () => {
    const { receiver } = recorded()
    const handler = vi.fn()
    const off = receiver.on('component_verify_ticket', handler)
    receiver.on('component_verify_ticket', handler)
    off()
    off()
    await send(receiver)
    expect(handler).toHaveBeenCalledOnce()
  })
})
