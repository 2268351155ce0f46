import { type RuleId, rules } from '@wehook/simulator'
import { describe, expect, it, onTestFinished } from 'vitest'
import { refusals } from './refusals.js'
import { createWeixin } from './weixin.js'

const refusing = (Object.keys(rules) as RuleId[]).filter((id) => rules[id].errcode !== undefined)

describe('every rule that refuses a call', () => {
  it('has a row that breaks it', () => {
    expect(Object.keys(refusals).sort()).toEqual([...refusing].sort())
  })

  it.each(refusing)('%s answers its errcode, with a rid', async (id) => {
    const { options, provoke } = refusals[id] ?? {}
    const weixin = await createWeixin(options)
    onTestFinished(() => weixin.platform.close())
    const answer = await provoke?.(weixin)
    const { errcode, errmsg = '' } = rules[id]
    expect(weixin.platform.calls.at(-1)?.rule).toBe(id)
    expect(answer?.['errcode']).toBe(errcode)
    expect(answer?.['errmsg']).toMatch(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/)
    expect(
      String(answer?.['errmsg']).startsWith(errmsg.replace('{ip}', '127.0.0.1').replace('{path}', '/wxa/other')),
    ).toBe(true)
  })

  it('names a section of docs/protocol.md in every row, and says why where it is not played to the letter', () => {
    for (const [id, rule] of Object.entries(rules)) {
      expect(rule.section, id).toMatch(/^\d+(\.\d+)?$/)
      if (rule.played !== 'yes') expect(rule.note, id).toBeTruthy()
    }
  })
})
