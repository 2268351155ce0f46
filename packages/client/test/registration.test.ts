import { describe, expect, it } from 'vitest'
import { createFakeWechat, createTestClient } from './fake-wechat.js'

const enterprise = { name: '测试公司', code: '91310000MA1K35X13D', component_phone: '020-00000000' }

describe('a registration', () => {
  it('sends Chinese as it is, not escaped', async () => {
    const wechat = createFakeWechat({
      '/wxa/component/fastregisterenterpriseweapp': { errcode: 0, taskid: 't', authorize_url: 'https://x' },
    })
    const { client } = await createTestClient(wechat)
    await client.registration.enterprise.create({ ...enterprise, code: withCheck('91310000MA1K35X13') })
    expect(wechat.last('fastregisterenterpriseweapp')?.text).toContain('"name":"测试公司"')
  })
})

/** The code with the check character that belongs to it, by the published weights of GB 32100-2015. */
function withCheck(code: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  let sum = 0
  let weight = 1
  for (const character of code) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return code + alphabet[(31 - (sum % 31)) % 31]
}
